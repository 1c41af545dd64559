import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatSettingsReference } from '../scripts/settings-reference.ts';

test('the page of settings is what the catalogue says (npm run docs)', () => {
  expect(readFileSync('docs/reference/settings.md', 'utf8')).toBe(formatSettingsReference());
});
