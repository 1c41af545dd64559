import { errors, LongshoreError } from '@longshore/common/errors';
import { expect, test } from 'vitest';
import { missingIn, storeProblem } from './store-problem.ts';

const NO_SHARD = 'no_shard_available_action_exception';
const whole = { hits: { hits: [] } };
const failing = (type: string) => ({
  ...whole,
  _shards: { failures: [{ reason: { type, reason: 'because' } }] },
});

test.each([
  [new LongshoreError(NO_SHARD, 503, 'is being recovered'), 'store_incomplete'],
  [errors.unavailable('cannot be reached'), 'store_unreachable'],
  [new Error('socket hang up'), 'store_unreachable'],
  [errors.circuitBreaking('Data too large'), 'store_failing'],
])('%s is the problem %s', (error, code) => {
  expect(storeProblem(error)).toEqual({ code, host: null, detail: error.message });
});

test('an index that cannot be read is missing in an answer; one that refuses the search is not', () => {
  expect(missingIn([whole, failing(NO_SHARD)])).toMatchObject({
    code: 'store_incomplete',
    detail: 'because',
  });
  expect(missingIn([whole, failing('query_shard_exception')])).toBeUndefined();
});
