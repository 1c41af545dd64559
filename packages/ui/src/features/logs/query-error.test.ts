import { expect, test } from 'vitest';
import { placeOf } from './query-error.ts';

test.each([
  ['Encountered "<EOF>" at line 1, column 7.', 'a AND (', 6],
  ['bad at column 99', 'abc', 3],
  ['something else is wrong', 'abc', undefined],
])('%s points into %j at %s', (reason, query, place) => {
  expect(placeOf(reason, query)).toBe(place);
});
