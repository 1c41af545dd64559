import { expect, test } from 'vitest';
import { checkCompareAndSet, checkUpdateConditions } from './compare-and-set.ts';

test.each<[number | undefined, number | undefined, string]>([
  [1, undefined, 'ifSeqNo is set, but primary term is [0]'],
  [1, 0, 'ifSeqNo is set, but primary term is [0]'],
  [undefined, 2, 'ifSeqNo is unassigned, but primary term is [2]'],
  [-5, 1, 'sequence numbers must be non negative. got [-5].'],
  [1, -5, 'primary term must be non negative. got [-5]'],
])('sequence number %s with primary term %s is refused', (ifSeqNo, ifPrimaryTerm, reason) => {
  expect(() => checkCompareAndSet(ifSeqNo, ifPrimaryTerm)).toThrow(reason);
});

test('both are taken, and none', () => {
  expect(() => checkCompareAndSet(0, 1)).not.toThrow();
  expect(() => checkCompareAndSet(undefined, undefined)).not.toThrow();
});

test('an update of one state of a document is neither tried again nor an insert: all that is wrong is said', () => {
  const inserts = { upsert: true, docAsUpsert: true };
  expect(() =>
    checkUpdateConditions({ ifSeqNo: 1, ifPrimaryTerm: 1, retries: 2 }, inserts),
  ).toThrow(
    "1: compare and write operations can not be retried;2: compare and write operations can not be used with upsert;3: upsert requests don't support `if_seq_no` and `if_primary_term`;",
  );
});

test('without a sequence number an update may be both', () => {
  const inserts = { upsert: true, docAsUpsert: true };
  const conditions = { ifSeqNo: undefined, ifPrimaryTerm: undefined, retries: 2 };
  expect(() => checkUpdateConditions(conditions, inserts)).not.toThrow();
});
