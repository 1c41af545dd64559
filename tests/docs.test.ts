import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatAnalysisReference } from '../scripts/analysis-reference.ts';
import { formatIngestReference } from '../scripts/ingest-reference.ts';
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
