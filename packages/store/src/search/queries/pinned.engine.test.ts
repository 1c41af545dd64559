import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let opened: TestEngine;
let index: SearchIndex;
let other: SearchIndex;
let search: ReturnType<typeof openTestSearch>['search'];

beforeAll(async () => {
  opened = await openTestEngine();
  const properties = { text: { type: 'text' } };
  const documents = ['disk error', 'error', 'boot', 'disk'].map((text) => ({ text }));
  index = await openTestIndex(opened, 'pins', { properties, documents });
  other = await openTestIndex(opened, 'others', { properties, documents: [{ text: 'boot' }] });
  ({ search } = openTestSearch(opened));
});
afterAll(() => opened.close());

const found = async (query: object, indices = [index]) => {
  const { hits } = await search(indices, { query: query as Json });
  return hits.hits.map(({ _index, _id }) => (indices.length > 1 ? `${_index} ${_id}` : _id));
};
const organic = { match: { text: 'error' } };

test('pinned documents come first in their order, then what is found', async () => {
  expect(await found({ pinned: { ids: ['4', '3'], organic } })).toEqual(['4', '3', '2', '1']);
  expect(await found({ pinned: { ids: ['1', 'absent'], organic } })).toEqual(['1', '2']);
  expect(await found({ pinned: { ids: [], organic } })).toEqual(['2', '1']);
});

test('documents are pinned in one index', async () => {
  const docs = [{ _index: 'others', _id: '1' }, { _id: '3' }];
  expect(await found({ pinned: { docs, organic } }, [index, other])).toEqual([
    'others 1',
    'pins 3',
    'pins 2',
    'pins 1',
  ]);
});

test.each([
  [{ ids: ['1'] }, 'requires an [organic] query'],
  [{ organic }, 'requires either [ids] or [docs]'],
  [{ organic, ids: Array.from({ length: 101 }, String) }, 'Max of 100 ids exceeded'],
])('refuses %#', async (given, reason) => {
  await expect(found({ pinned: given })).rejects.toThrow(reason);
});

test('whole words of a text that ends in a beginning count by their rarity', async () => {
  const match = await search([index], { query: { match: { text: 'disk' } } });
  const begun = await search([index], { query: { match_bool_prefix: { text: 'disk err' } } });
  // `disk err` in 1: what `disk` scores, and 1 for `error`; 2 has only that, 4 only `disk`.
  const scores = (answer: typeof match) =>
    Object.fromEntries(answer.hits.hits.map(({ _id, _score }) => [_id, _score ?? 0]));
  const [whole, both] = [scores(match), scores(begun)];
  expect(both[1]).toBeCloseTo((whole[1] ?? 0) + 1, 5);
  expect(both[2]).toBe(1);
  expect(both[4]).toBeCloseTo(whole[4] ?? 0, 5);
});
