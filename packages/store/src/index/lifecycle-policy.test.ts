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
  [
    phase('delete', { actions: { wait_for_snapshot: { policy: 'nightly' } } }),
    /\[wait_for_snapshot\] is not supported, since there are no snapshots to be waited for; leave it out/,
  ],
  [
    phase('hot', { actions: { forcemerge: { max_num_segments: 1 } } }),
    /\[forcemerge\] action\(s\) may not be used in the \[hot\] phase without an accompanying \[rollover\]/,
  ],
  [phase('warm', { actions: { forcemerge: {} } }), /at least \[1\] as \[max_num_segments\]/],
  [phase('warm', { actions: { set_priority: { priority: -1 } } }), /\[priority\], but has \[-1\]/],
  [phase('hot', { min_age: 'soon' }), /min_age.*soon/],
  [phase('hot', { max_age: '1d' }), /unknown field \[max_age\]/],
])('%j is refused', (json, message) => {
  expect(() => readPolicy(json)).toThrow(message);
});
