import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { nextState, type TransitionFacts } from './transitions.ts';

const HOUR_MS = 3_600_000;
const facts: TransitionFacts = {
  ageMs: 5 * HOUR_MS,
  rolloverAgeMs: undefined,
  stateAgeMs: 2 * HOUR_MS,
  hasAlias: false,
  counts: { documents: 10, sizeBytes: 2048 },
};
const to = (conditions?: JsonObject): JsonObject => ({
  state_name: 'next',
  ...(conditions && { conditions }),
});

test.each([
  [{ min_index_age: '5h' }, 'next'],
  [{ min_index_age: '6h' }, undefined],
  [{ min_doc_count: 10 }, 'next'],
  [{ min_doc_count: '11' }, undefined],
  [{ min_size: '2kb' }, 'next'],
  [{ min_size: '3kb' }, undefined],
  // Of an index that was never rolled over, however old it is.
  [{ min_rollover_age: '0ms' }, undefined],
  [{ min_state_age: '2h' }, 'next'],
  [{ min_state_age: '3h' }, undefined],
  [{ no_alias: true }, 'next'],
  [{ no_alias: false }, undefined],
  [{}, 'next'],
  [undefined, 'next'],
])('%j leads to %s', (conditions, state) => {
  expect(nextState([to(conditions)], facts)).toBe(state);
});

test('the age since the rollover counts when there was one', () => {
  const rolled = { ...facts, rolloverAgeMs: HOUR_MS };
  expect(nextState([to({ min_rollover_age: '1h' })], rolled)).toBe('next');
  expect(nextState([to({ min_rollover_age: '2h' })], rolled)).toBeUndefined();
});

test('the first whose condition holds is taken', () => {
  const late = { state_name: 'late', conditions: { min_index_age: '1d' } };
  const one = { state_name: 'one', conditions: { min_doc_count: 1 } };
  expect(nextState([late, one, to()], facts)).toBe('one');
  expect(nextState([late], facts)).toBeUndefined();
});
