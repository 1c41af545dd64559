import { expect, test } from 'vitest';
import { parseBulkAnswer } from './bulk-answer.ts';

test('an answer without errors needs no reading of its items', () => {
  expect(parseBulkAnswer('{"errors":false,"items":[{"create":{"status":201}}]}', 1)).toEqual([]);
  expect(parseBulkAnswer('{"took":3,"errors":false,"items":[', 9)).toEqual([]);
});

test('the word errors inside an item is not the answer as a whole', () => {
  const item = { create: { status: 429, error: { type: 'x', reason: '"errors":false' } } };
  expect(parseBulkAnswer(JSON.stringify({ items: [item], errors: true }), 1)).toMatchObject([
    { kind: 'retry' },
  ]);
});

test.each([
  [200, 'done'],
  [201, 'done'],
  [409, 'done'],
  [429, 'retry'],
  [500, 'retry'],
  [503, 'retry'],
  [400, 'rejected'],
  [403, 'rejected'],
  [404, 'template-missing'],
])('an item with status %i is %s', (status, kind) => {
  const answer = { errors: true, items: [{ create: { status } }] };
  expect(parseBulkAnswer(JSON.stringify(answer), 1)).toMatchObject([{ kind }]);
});

test.each(['', 'Bad Gateway', '[]', '{"errors":true,"items":[]}', '{"errors":true}'])(
  '%j is no answer to a request of one item',
  (body) => {
    expect(parseBulkAnswer(body, 1)).toBeUndefined();
  },
);
