import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { readPolicy } from './lifecycle-policy.ts';

test('phases are shown in their order, each with an age', () => {
  const policy = readPolicy({
    phases: { delete: { min_age: '1d', actions: { delete: {} } }, hot: { actions: {} } },
    _meta: { by: 'us' },
  });
  expect(JSON.stringify(policy)).toBe(
    '{"phases":{"hot":{"min_age":"0ms","actions":{}},"delete":{"min_age":"1d","actions":{"delete":{"delete_searchable_snapshot":true}}}},"_meta":{"by":"us"}}',
  );
});

const phase = (name: string, body: JsonObject): JsonObject => ({
  phases: Object.fromEntries([[name, body]]),
});

test.each([
  [undefined, /Required \[policy\]/],
  [{}, /Required \[phases\]/],
  [{ phases: {}, x: 1 }, /unknown field \[x\]/],
  [phase('tepid', {}), /does not support phase \[tepid\]/],
  [phase('hot', { actions: { explode: {} } }), /unknown field \[explode\]/],
  [
    phase('warm', { actions: { rollover: {} } }),
    /invalid action \[rollover\] defined in phase \[warm\]/,
  ],
  [
    phase('cold', { actions: { searchable_snapshot: {} } }),
    /\[searchable_snapshot\] is not supported/,
  ],
  [phase('hot', { min_age: 'soon' }), /min_age.*soon/],
  [phase('hot', { max_age: '1d' }), /unknown field \[max_age\]/],
])('%j is refused', (json, message) => {
  expect(() => readPolicy(json)).toThrow(message);
});
