import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fetchError, fetchErrorType } from './fetch-error.ts';

test('sorts what reading can end with', async () => {
  const missing = await readFile('/nowhere/at/all').catch((error: unknown) => error);
  expect(fetchErrorType(missing)).toBe('missing');
  expect(fetchErrorType(Object.assign(new Error('no'), { code: 'EACCES' }))).toBe('forbidden');
  expect(
    fetchErrorType(AbortSignal.timeout(0).reason ?? new DOMException('', 'TimeoutError')),
  ).toBe('timeout');
  expect(fetchErrorType(fetchError('forbidden', 'no'))).toBe('forbidden');
  expect(fetchErrorType('what?')).toBe('failed');
});
