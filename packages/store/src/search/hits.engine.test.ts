import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { EngineTimeout } from '../engine/engine.ts';
import type { MappedField } from '../index/mapping.ts';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { toJsonText } from './json-text.ts';
import { parseSearch } from './parse-search.ts';
import { Searcher } from './search.ts';
import { type Answer, openTestIndex, openTestSearch } from './test-index.ts';

let opened: TestEngine;
let logs: SearchIndex;
let plain: SearchIndex;
let search: (indices: readonly SearchIndex[], body: Json) => Promise<Answer>;

const day = (date: number) => Date.UTC(2024, 4, date);
const LOGS = [
  { '@timestamp': '2024-05-01T00:00:00Z', n: 3, k: 'b' },
  { '@timestamp': '2024-05-02T00:00:00Z', n: 1, k: 'a' },
  { '@timestamp': '2024-05-02T00:00:00Z', n: 2 },
  { '@timestamp': '2024-05-03T00:00:00Z', k: 'c', deep: { x: 1, y: { z: 2 } } },
];

beforeAll(async () => {
  opened = await openTestEngine();
  const properties = {
    '@timestamp': { type: 'date' },
    n: { type: 'long' },
    k: { type: 'keyword' },
  };
  logs = await openTestIndex(opened, 'logs', { properties, documents: LOGS, isDataStream: true });
  plain = await openTestIndex(opened, 'plain', {
    properties: { '@timestamp': { type: 'date' }, text: { type: 'text' } },
    documents: [
      { n: [7, -7], text: 'x' },
      { '@timestamp': '2024-05-02T12:00:00Z', n: [0] },
    ],
  });
  ({ search } = openTestSearch(opened));
});
afterAll(() => opened.close());

const show = ({ hits }: Answer) => hits.hits.map(({ _index, _id }) => `${_index}/${_id}`);

describe('order', () => {
  test('without a sort is that of indexing, with a score of 1', async () => {
    const found = await search([logs], {});
    expect(show(found)).toEqual(['logs/1', 'logs/2', 'logs/3', 'logs/4']);
    expect(found.hits.max_score).toBe(1);
    expect(found.hits.hits[0]?.sort).toBeUndefined();
  });

  test('by time, newest first, over indices that have it and that have not', async () => {
    const found = await search([logs, plain], { sort: [{ '@timestamp': 'desc' }] });
    expect(show(found)).toEqual(['logs/4', 'plain/2', 'logs/2', 'logs/3', 'logs/1', 'plain/1']);
    expect(found.hits.hits.map(({ sort }) => sort?.[0]).slice(0, 2)).toEqual([
      day(3),
      Date.UTC(2024, 4, 2, 12),
    ]);
    expect(found.hits.max_score).toBeNull();
  });

  test.each<readonly [Json, readonly string[]]>([
    [[{ n: 'asc' }], ['2', '3', '1', '4']],
    [[{ n: 'desc' }], ['1', '3', '2', '4']],
    [[{ n: { order: 'asc', missing: '_first' } }], ['4', '2', '3', '1']],
    [[{ n: { order: 'asc', missing: 0 } }], ['4', '2', '3', '1']],
    [[{ k: 'asc' }], ['2', '1', '4', '3']],
    [
      [{ '@timestamp': 'desc' }, { n: 'asc' }],
      ['4', '2', '3', '1'],
    ],
    [['_doc'], ['1', '2', '3', '4']],
    [
      [{ gone: { order: 'asc', unmapped_type: 'long' } }, { n: 'asc' }],
      ['2', '3', '1', '4'],
    ],
  ])('%j', async (sort, expected) => {
    const { hits } = await search([logs], { sort });
    expect(hits.hits.map(({ _id }) => _id)).toEqual(expected);
  });

  test('a list counts with its smallest value going up and its largest going down', async () => {
    expect(show(await search([plain], { sort: [{ n: 'asc' }] }))).toEqual(['plain/1', 'plain/2']);
    expect(show(await search([plain], { sort: [{ n: 'desc' }] }))).toEqual(['plain/1', 'plain/2']);
  });

  test('by score: a should clause that matches counts', async () => {
    const query = {
      bool: { should: [{ term: { k: { value: 'c', boost: 3 } } }, { exists: { field: 'n' } }] },
    };
    const RARE = 2.9424877;
    const found = await search([logs], { query });
    expect(found.hits.hits.map(({ _id, _score }) => [_id, _score])).toEqual([
      // One of the three documents that have `k`: 3 ln(1 + (3 - 1 + 0.5) / (1 + 0.5)).
      ['4', RARE],
      ['1', 1],
      ['2', 1],
      ['3', 1],
    ]);
    expect(found.hits.max_score).toBe(RARE);
  });

  test('a field that is not mapped, or a text, is refused', async () => {
    await expect(search([logs], { sort: ['gone'] })).rejects.toMatchObject({
      cause: { message: 'No mapping found for [gone] in order to sort on' },
    });
    await expect(search([plain], { sort: ['text'] })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('Text fields are not optimised') },
    });
  });
});

test('means of whole numbers and of dates are whole, and halves are rounded up', async () => {
  const lists = await openTestIndex(opened, 'lists', {
    properties: {
      n: { type: 'long' },
      d: { type: 'double' },
      t: { type: 'date' },
      k: { type: 'keyword' },
    },
    documents: [
      { n: [1, 2, 2, -8, 5], d: [1, 2], t: [10, 15], k: ['a'] },
      { n: [1, 2], d: [0.5] },
    ],
  });
  const sorts = async (field: string, mode: string) => {
    const { hits } = await search([lists], { sort: { [field]: { order: 'desc', mode } } });
    return hits.hits.map(({ _id, sort }) => [_id, sort?.[0]]);
  };
  expect(await sorts('n', 'avg')).toEqual([
    ['2', 2],
    ['1', 0],
  ]);
  expect(await sorts('n', 'median')).toEqual([
    ['1', 2],
    ['2', 2],
  ]);
  expect(await sorts('n', 'sum')).toEqual([
    ['2', 3],
    ['1', 2],
  ]);
  expect(await sorts('d', 'avg')).toEqual([
    ['1', 1.5],
    ['2', 0.5],
  ]);
  expect((await sorts('t', 'avg'))[0]).toEqual(['1', 13]);
  await expect(sorts('k', 'avg')).rejects.toMatchObject({
    cause: { message: expect.stringContaining('unsupported sort mode [avg] for [k]') },
  });
});

describe('paging', () => {
  test('from and size', async () => {
    const found = await search([logs, plain], {
      sort: [{ '@timestamp': 'desc' }],
      from: 1,
      size: 2,
    });
    expect(show(found)).toEqual(['plain/2', 'logs/2']);
  });

  test('a window that is too large is refused', async () => {
    await expect(search([logs], { from: 9_999, size: 2 })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('[10000] but was [10001]') },
    });
  });

  const sorts: readonly Json[] = [
    [{ '@timestamp': 'desc' }, { _doc: 'desc' }],
    [{ '@timestamp': 'asc' }, '_doc'],
    [{ n: 'asc' }, '_doc'],
    [{ n: { order: 'desc', missing: '_first' } }, '_doc'],
    [{ n: 'desc' }, '_doc'],
    [{ k: 'desc' }, { n: 'asc' }, '_doc'],
  ];
  test.each(sorts)('search_after visits every document once, in order: %j', async (...sort) => {
    const whole = await search([logs], { sort: sort as Json });
    const seen: string[] = [];
    let after: Json | undefined;
    for (let page = 0; page < LOGS.length + 1; page += 1) {
      const body = {
        size: 1,
        sort: sort as Json,
        ...(after === undefined ? {} : { search_after: after }),
      };
      const { hits } = await search([logs], body);
      const [hit] = hits.hits;
      if (hit === undefined) {
        break;
      }
      seen.push(`logs/${hit._id}`);
      after = hit.sort;
    }
    expect(seen).toEqual(show(whole));
  });

  test('search_after needs a sort of as many keys', async () => {
    await expect(search([logs], { search_after: [1] })).rejects.toThrow(/Sort must contain/);
    await expect(search([logs], { sort: ['n', 'k'], search_after: [1] })).rejects.toThrow(
      /search_after has 1 value\(s\) but sort has 2/,
    );
  });
});

describe('totals', () => {
  test.each<readonly [Json, Json]>([
    [{}, { value: 4, relation: 'eq' }],
    [{ track_total_hits: 2 }, { value: 2, relation: 'gte' }],
    [{ track_total_hits: 4 }, { value: 4, relation: 'eq' }],
    [
      { track_total_hits: true, size: 0 },
      { value: 4, relation: 'eq' },
    ],
  ])('%j', async (body, total) => {
    expect((await search([logs], body)).hits.total).toEqual(total);
  });

  test('are left out when not tracked', async () => {
    expect((await search([logs], { track_total_hits: false })).hits.total).toBeUndefined();
  });

  test('no index at all is an empty answer', async () => {
    expect(await search([], { aggs: { a: { avg: { field: 'n' } } } })).toMatchObject({
      _shards: { total: 0 },
      hits: { total: { value: 0, relation: 'eq' }, max_score: null, hits: [] },
    });
  });
});

describe('_source', () => {
  test('comes back byte for byte', async () => {
    const odd = await openTestIndex(opened, 'odd', {
      properties: {},
      documents: [{ b: 1.5, a: [1], empty: {}, none: null, text: 'é\n"\\' }],
    });
    const searcher = new Searcher(opened.engine);
    const options = { signal: new AbortController().signal, typedKeys: false };
    const text = toJsonText(await searcher.search([odd], parseSearch({}), options));
    expect(text).toContain(
      '"_source":{"b":1.5,"a":[1],"empty":{},"none":null,"text":"é\\n\\"\\\\"}',
    );
  });

  test.each<readonly [Json, Json | undefined]>([
    [false, undefined],
    ['deep.*', { deep: { x: 1, y: { z: 2 } } }],
    [['k', 'deep.y'], { k: 'c', deep: { y: { z: 2 } } }],
    [{ excludes: ['deep.y', '@*'] }, { k: 'c', deep: { x: 1 } }],
    [{ includes: ['deep'], excludes: '*.z' }, { deep: { x: 1 } }],
    [['nothing'], {}],
  ])('%j', async (_source, expected) => {
    const found = await search([logs], { query: { term: { _id: '4' } }, _source });
    expect(found.hits.hits[0]?._source).toEqual(expected);
  });
});

test('version and sequence number are shown when asked for', async () => {
  const [hit] = (await search([logs], { size: 1, version: true, seq_no_primary_term: true })).hits
    .hits;
  expect(hit).toMatchObject({ _version: 1, _seq_no: 0, _primary_term: 1 });
});

test('indices outside of the time range are skipped', async () => {
  const query = { bool: { filter: { range: { '@timestamp': { gte: '2024-06-01' } } } } };
  const found = await search([logs, plain], { query });
  expect(found._shards).toMatchObject({ total: 2, skipped: 1, failed: 0 });
});

test('one index that fails does not fail the others, and says so', async () => {
  const found = await search([logs, plain], { query: { range: { k: { gte: 'a' } } } });
  expect(found._shards.failed).toBe(0);
  const mixed = await search([logs, plain], {
    query: { bool: { should: [{ prefix: { n: '1' } }] } },
  })
    .then(() => 'answered')
    .catch((error: { type: string }) => error.type);
  expect(mixed).toBe('search_phase_execution_exception');
  const text = await openTestIndex(opened, 'words', {
    properties: { n: { type: 'keyword' } },
    documents: [{ n: '1a' }],
  });
  const partly = await search([logs, text], { query: { prefix: { n: '1' } } });
  expect(partly._shards).toMatchObject({ total: 2, failed: 1 });
  expect(show(partly)).toEqual(['words/1']);
});

test('a field whose column is not there yet is searched as unmapped', async () => {
  const field: MappedField = {
    path: 'fresh',
    type: 'keyword',
    index: true,
    definition: {},
    column: { name: 'f_fresh', type: 'String', list: false, required: false },
  };
  const ahead: SearchIndex = {
    ...logs,
    mapping: { ...logs.mapping, fields: new Map([...logs.mapping.fields, ['fresh', field]]) },
  };
  const body = {
    query: { bool: { must_not: { term: { fresh: 'x' } } } },
    aggs: { f: { terms: { field: 'fresh' } } },
  };
  expect(await search([ahead], body)).toMatchObject({
    hits: { total: { value: 4 } },
    aggregations: { f: { buckets: [] } },
  });
  await opened.run(`ALTER TABLE ${logs.table} ADD COLUMN f_fresh Nullable(String)`);
  const present = await search([ahead], { query: { term: { fresh: 'x' } } });
  expect(present.hits.total?.value).toBe(0);
});

test('a search that takes too long says so and shows what is known', async () => {
  const slow: Engine = Object.create(opened.engine, {
    query: {
      value: (...args: Parameters<Engine['query']>) =>
        JSON.stringify(args[0]).includes('avg') || JSON.stringify(args[0]).includes('sum(')
          ? Promise.reject(new EngineTimeout('too slow'))
          : opened.engine.query(...args),
    },
  });
  const searcher = new Searcher(slow);
  const options = { signal: new AbortController().signal, typedKeys: false };
  const request = parseSearch({ aggs: { a: { avg: { field: 'n' } } } });
  expect(await searcher.search([logs], request, options)).toMatchObject({
    timed_out: true,
    hits: { total: { value: 4 } },
    aggregations: undefined,
  });
});

test('a search whose client has gone stops', async () => {
  const searcher = new Searcher(opened.engine);
  const options = { signal: AbortSignal.abort(), typedKeys: false };
  await expect(searcher.search([logs], parseSearch({}), options)).rejects.toThrow();
});

test.each<readonly [Json, RegExp]>([
  [{ frobnicate: {} }, /Unknown key for a START_OBJECT in \[frobnicate\]/],
  [{ frobnicates: 1 }, /Unknown key for a VALUE_NUMBER in \[frobnicates\]/],
  [{ sugest: {} }, /Unknown key for a START_OBJECT in \[sugest\]\. Did you mean \[suggest\]/],
  [{ size: -1 }, /\[size\] parameter cannot be negative/],
  [{ timeout: '1x' }, /failed to parse setting \[timeout\]/],
  [[], /Expected \[START_OBJECT\]/],
])('%j is refused', (body, reason) => {
  expect(() => parseSearch(body)).toThrow(reason);
});
