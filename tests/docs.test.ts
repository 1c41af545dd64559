import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROUTES } from '../packages/store/src/rest/routes.ts';
import { formatAnalysisReference } from '../scripts/analysis-reference.ts';
import { formatIngestReference } from '../scripts/ingest-reference.ts';
import { formatRestReference, REFUSED } from '../scripts/rest-reference.ts';
import { formatSettingsReference } from '../scripts/settings-reference.ts';

test('the page of settings is what the catalogue says (npm run docs)', () => {
  expect(readFileSync('docs/reference/settings.md', 'utf8')).toBe(formatSettingsReference());
});

test('the page of processors is what their options say (npm run docs)', () => {
  const page = readFileSync('docs/reference/ingest-processors.md', 'utf8');
  expect(page).toBe(formatIngestReference());
});

test('the page of text analysis is what the code has (npm run docs)', () => {
  expect(readFileSync('docs/reference/analysis.md', 'utf8')).toBe(formatAnalysisReference());
});

test('the page of the REST API is what the routes say (npm run docs)', () => {
  expect(readFileSync('docs/reference/rest-api.md', 'utf8')).toBe(formatRestReference());
});

test('what the page of the REST API calls refused is not there', () => {
  const paths = new Set(ROUTES.flatMap((route) => route.paths));
  expect(REFUSED.map(([path]) => path).filter((path) => paths.has(path))).toEqual([]);
});

test('a parameter that an API ignores is one that it takes', () => {
  const strangers = ROUTES.flatMap(({ paths, parameters, ignored = [] }) =>
    ignored.filter((name) => !parameters.includes(name)).map((name) => `${paths[0]}: ${name}`),
  );
  expect(strangers).toEqual([]);
});
