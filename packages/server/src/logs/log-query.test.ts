import { expect, test } from 'vitest';
import { buildLogQuery, parseLogSelection } from './log-query.ts';
import { linesSearch, mapFields } from './searches.ts';

const RANGE = { fromMs: 1000, toMs: 2000 };

test('words search the message, pills match whole values, negated ones exclude', () => {
  const filters = JSON.stringify([
    { field: 'container.name', value: 'web', negate: false },
    { field: 'stream', value: 'stderr', negate: true },
  ]);
  expect(buildLogQuery(parseLogSelection(' timeout ', filters), RANGE)).toEqual({
    bool: {
      filter: [
        { range: { '@timestamp': { gte: 1000, lte: 2000, format: 'epoch_millis' } } },
        {
          query_string: {
            query: 'timeout',
            default_field: 'message',
            default_operator: 'AND',
            analyze_wildcard: true,
          },
        },
        { match_phrase: { 'container.name': 'web' } },
      ],
      must_not: [{ match_phrase: { stream: 'stderr' } }],
    },
  });
});

test.each([
  ['{', 'is not JSON'],
  ['{}', 'must be a JSON list'],
  ['[{"field":"a"}]', 'filter 1 in parameter [filters] must be'],
  ['[{"field":"a","value":1,"negate":false}]', 'filter 1 in'],
])('filters %s are refused', (filters, reason) => {
  expect(() => parseLogSelection('', filters)).toThrow(reason);
});

test('an older page goes on after the sort of the last line', () => {
  const selection = parseLogSelection('', '[]');
  const after = '[1763812800000,"c1",null]';
  expect(linesSearch(selection, RANGE, { size: 10, after, order: 'newest' })).toMatchObject({
    size: 10,
    search_after: [1763812800000, 'c1', null],
  });
  expect(linesSearch(selection, RANGE, { size: 10, after, order: 'oldest' })).toMatchObject({
    search_after: [1763812800000, 'c1', null],
    sort: [{ '@timestamp': { order: 'asc' } }, {}, { 'log.offset': { order: 'asc' } }],
  });
  for (const wrong of ['x', '{}', '[{}]', '5']) {
    expect(() =>
      linesSearch(selection, RANGE, { size: 10, after: wrong, order: 'newest' }),
    ).toThrow('[after] must');
  }
});

test('the field list has what a person can filter by, and nothing of the store itself', () => {
  const able = { searchable: true, aggregatable: true };
  expect(
    mapFields({
      stream: { keyword: { type: 'keyword', ...able } },
      message: { text: { type: 'text', searchable: true, aggregatable: false } },
      host: { object: { type: 'object', searchable: false, aggregatable: false } },
      _id: { _id: { type: '_id', metadata_field: true, ...able } },
      _index: { _index: { type: '_index', ...able } },
      mixed: { unmapped: { type: 'unmapped', ...able }, long: { type: 'long', ...able } },
    }),
  ).toEqual([
    { name: 'message', type: 'text', aggregatable: false },
    { name: 'mixed', type: 'long', aggregatable: true },
    { name: 'stream', type: 'keyword', aggregatable: true },
  ]);
});
