import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

const TEXTS: readonly Json[] = [
  'disk full on node one',
  'disk of node two is full',
  'full disk',
  'cold outside and cold inside',
  'cold outside',
  ['disk', 'full'],
];

let opened: TestEngine;
let index: SearchIndex;
let search: ReturnType<typeof openTestSearch>;

beforeAll(async () => {
  opened = await openTestEngine();
  index = await openTestIndex(opened, 'intervals', {
    properties: {
      text: { type: 'text' },
      split: { type: 'text', analyzer: 'simple' },
      tag: { type: 'keyword' },
    },
    documents: TEXTS.map((text) => ({ text, split: text, tag: 'x' })),
  });
  search = openTestSearch(opened);
});
afterAll(() => opened.close());

const FIELDS = ['text', 'split'];
/** What is found in both kinds of columns. */
async function found(rule: Json): Promise<readonly string[]> {
  const [first = [], second] = await Promise.all(
    FIELDS.map((field) => search.ids(index, { intervals: { [field]: rule } })),
  );
  expect(second).toEqual(first);
  return first;
}

test.each([
  [{ query: 'disk full' }, ['1', '2', '3', '6']],
  [{ query: 'disk full', ordered: true }, ['1', '2', '6']],
  [{ query: 'disk full', max_gaps: 0 }, ['1', '3']],
  [{ query: 'disk full', max_gaps: 0, ordered: true }, ['1']],
  // `of node two is` are between.
  [{ query: 'disk full', max_gaps: 3 }, ['1', '3']],
  [{ query: 'disk full', max_gaps: 4 }, ['1', '2', '3']],
  [{ query: 'FULL' }, ['1', '2', '3', '6']],
  // A word twice is two places of the text.
  [{ query: 'cold cold' }, ['4']],
  [{ query: 'absent disk' }, []],
])('match %j', async (match, expected) => {
  expect(await found({ match })).toEqual(expected);
});

test('pieces of all rules, or of any', async () => {
  const rules = [{ match: { query: 'disk' } }, { match: { query: 'full' } }];
  expect(await found({ all_of: { intervals: rules, ordered: true, max_gaps: 0 } })).toEqual(['1']);
  expect(await found({ any_of: { intervals: [...rules, { match: { query: 'cold' } }] } })).toEqual([
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
  ]);
  const place = {
    any_of: { intervals: [{ match: { query: 'outside' } }, { prefix: { prefix: 'ins' } }] },
  };
  expect(
    await found({ all_of: { intervals: [{ match: { query: 'and' } }, place], ordered: true } }),
  ).toEqual(['4']);
});

test('beginnings, patterns and words that are similar', async () => {
  expect(await found({ prefix: { prefix: 'OUT' } })).toEqual(['4', '5']);
  expect(await found({ wildcard: { pattern: '?n*e' } })).toEqual(['1', '4']);
  expect(await found({ fuzzy: { term: 'dsik', fuzziness: 1 } })).toEqual(['1', '2', '3', '6']);
  expect(await found({ fuzzy: { term: 'dsik', transpositions: false, fuzziness: 1 } })).toEqual([]);
});

/* `disk … full` is at 0 to 1 in 1, at 0 to 5 in 2; `node` at 3 and 2. */
test.each([
  ['containing', ['2']],
  ['not_containing', ['1', '6']],
  ['before', ['1']],
  ['not_before', ['2', '6']],
  ['overlapping', ['2']],
  ['not_overlapping', ['1', '6']],
])('pieces that are %s others', async (relation, expected) => {
  const filter = { [relation]: { match: { query: 'node' } } };
  expect(await found({ match: { query: 'disk full', ordered: true, filter } })).toEqual(expected);
});

test('pieces within others, and behind them', async () => {
  const within = { match: { query: 'disk full' } };
  expect(await found({ match: { query: 'node', filter: { contained_by: within } } })).toEqual([
    '2',
  ]);
  expect(await found({ match: { query: 'node', filter: { after: within } } })).toEqual(['1']);
  expect(await found({ match: { query: 'node', filter: { not_contained_by: within } } })).toEqual([
    '1',
  ]);
});

test('another field, another analyzer', async () => {
  const match = { query: 'disk full', max_gaps: 0, use_field: 'split' };
  expect(await search.ids(index, { intervals: { text: { match } } })).toEqual(['1', '3']);
  expect(await found({ match: { query: 'Disk', analyzer: 'keyword' } })).toEqual([]);
});

test('short pieces score more, and 1 is never reached', async () => {
  const query = { intervals: { split: { match: { query: 'disk full' }, boost: 2 } } };
  const { hits } = await search.search([index], { query });
  // Frequencies 1, 1, 1/5 (6 positions long instead of 2) and 1/101: 2 f / (f + 1).
  expect(hits.hits.map(({ _id, _score }) => [_id, Number(_score?.toFixed(4))])).toEqual([
    ['1', 1],
    ['3', 1],
    ['2', 0.3333],
    ['6', 0.0196],
  ]);
});

test.each([
  [{ text: { matches: {} } }, 'Unknown interval type [matches]'],
  [
    { text: { match: { query: 'a', filter: { near: { match: { query: 'b' } } } } } },
    'filter [near]',
  ],
  [{ text: { all_of: { intervals: [] } } }, '[all_of] requires a list of [intervals]'],
  [{ tag: { match: { query: 'x' } } }, 'with no positions indexed'],
])('refuses %j', async (given, reason) => {
  const failure = await search.ids(index, { intervals: given } as Json).catch((error) => error);
  expect(JSON.stringify([failure.message, failure.details])).toContain(reason);
});
