import { readFileSync, writeFileSync } from 'node:fs';
import type { Event, Fields } from '@longshore/common/fields';
import { expect } from 'vitest';
import { commonFields } from './common-fields.ts';
import { parseJson } from './docker/parse-json.ts';
import type { Metricset } from './metricset.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');

/**
 * Maps `<name>.json` of a testdata folder and compares with `<name>.expected.json`; fails on a field that is not
 * declared. `UPDATE=1` rewrites the expected events, to be reviewed by eye.
 */
export function expectFixture<Raw>(metricset: Metricset<Raw>, testdata: URL, name: string): void {
  const raw = parseJson(readFileSync(new URL(`${name}.json`, testdata), 'utf8')) as Raw;
  const events = metricset.map(raw, NOW);
  const expected = new URL(`${name}.expected.json`, testdata);
  if (process.env.UPDATE === '1') {
    writeFileSync(expected, `${JSON.stringify(events, null, 2)}\n`);
  }
  expect(events).toEqual(JSON.parse(readFileSync(expected, 'utf8')));
  expect(undeclaredFields(events, metricset.fields)).toEqual([]);
}

/** Fields of events that neither the dataset nor the common fields declare. */
export function undeclaredFields(events: readonly Event[], fields: Fields): string[] {
  const declared = Object.keys({ ...commonFields, ...fields }).map(
    (name) => new RegExp(`^${name.split('*').map(escapePattern).join('.+')}$`),
  );
  const names = new Set(events.flatMap((event) => Object.keys(event)));
  return [...names].filter((name) => !declared.some((pattern) => pattern.test(name)));
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
