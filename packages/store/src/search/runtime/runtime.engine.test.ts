import type { Json } from '@longshore/common/json';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SearchIndex } from '../../index/target.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { openTestIndex, openTestSearch } from '../test-index.ts';

let engine: TestEngine;
let ships: SearchIndex;
let search: ReturnType<typeof openTestSearch>['search'];

const DOCUMENTS = [
  {
    name: 'Halcyon',
    sent: '2024-05-01T10:20:00Z',
    ms: 1500,
    size: 3,
    ip: '10.0.0.1',
    tags: ['b', 'a'],
    a: { b: 7 },
  },
  {
    name: 'meridian',
    sent: '2024-05-05T23:00:00Z',
    ms: -7,
    size: 0,
    ip: '::1',
    ok: true,
    'a.b': ['8', 9],
  },
  { name: 'Aurora', sent: '2024-05-06T00:00:00Z', ms: 4001, size: 2, ratio: 0.5 },
  { note: 'nothing else' },
];

beforeAll(async () => {
  engine = await openTestEngine();
  ships = await openTestIndex(engine, 'ships', {
    properties: {
      name: { type: 'keyword' },
      sent: { type: 'date' },
      ms: { type: 'long' },
      size: { type: 'integer' },
      ratio: { type: 'double' },
      ip: { type: 'ip' },
      ok: { type: 'boolean' },
      tags: { type: 'keyword', meta: { list: 'true' } },
      note: { type: 'text' },
      a: { enabled: false, type: 'object' },
    },
    runtime: {
      seconds: { type: 'double', script: "emit(doc['ms'].value / 1000.0)" },
      'a.b': { type: 'long' },
    },
    documents: DOCUMENTS,
  });
  ({ search } = openTestSearch(engine));
  return () => engine.close();
});

/** The values of a runtime field by document, in order, as an aggregation and a sort see them. */
async function values(type: string, script: string, params?: Json): Promise<readonly Json[]> {
  const source = params === undefined ? script : { source: script, params };
  const { hits } = await search([ships], {
    runtime_mappings: { v: { type, script: source } },
    sort: ['_doc', { v: { order: 'asc', missing: '_last' } }],
    _source: false,
  });
  // What has no value is sorted as the largest of its type.
  return hits.hits.map(({ sort }) =>
    sort?.[1] === 'Infinity' || Number(sort?.[1]) > 9e18 ? null : (sort?.[1] ?? null),
  );
}

describe('a script becomes an expression', () => {
  test.each([
    ['long', "emit(doc['ms'].value / 2)", [750, -3, 2000, null]],
    ['long', "emit(doc['size'].value == 0 ? -1 : 10 / doc['size'].value)", [3, -1, 5, null]],
    ['long', "emit(10 / doc['size'].value)", [3, null, 5, null]],
    [
      'long',
      'int n = 2147483647; emit(n + 1)',
      [-2147483648, -2147483648, -2147483648, -2147483648],
    ],
    ['double', "emit(Math.max(doc['size'].value, 1) * 1.5)", [4.5, 1.5, 3, null]],
    [
      'keyword',
      "emit(doc['name'].value.toUpperCase().substring(0, 3))",
      ['HAL', 'MER', 'AUR', null],
    ],
    ['keyword', "emit(doc['name'].value.substring(7))", ['', 'n', null, null]],
    ['keyword', "emit('n' + doc['size'].value + params.end)", ['n3!', 'n0!', 'n2!', null]],
    [
      'keyword',
      "if (doc['name'].size() == 0) { emit('none'); return } emit(doc['name'].value)",
      ['Halcyon', 'meridian', 'Aurora', 'none'],
    ],
    [
      'keyword',
      "String s = 'small'; if (doc['size'].size() > 0 && doc['size'].value > 1) { s = 'big'; } else if (doc['ms'].empty) { s = 'unknown' } emit(s)",
      ['big', 'small', 'big', 'unknown'],
    ],
    [
      'keyword',
      "emit(doc['sent'].value.dayOfWeekEnum.getDisplayName(TextStyle.FULL, Locale.ROOT))",
      ['Wednesday', 'Sunday', 'Monday', null],
    ],
    ['long', "emit(doc['sent'].value.getHour())", [10, 23, 0, null]],
    [
      'date',
      "emit(doc['sent'].value.toInstant().toEpochMilli() + 60000)",
      [1714558860000, 1714950060000, 1714953660000, null],
    ],
    ['boolean', "emit(doc['name'].value =~ /^[A-Z]/)", [1, 0, 1, null]],
    ['keyword', "emit(doc['ip'].value)", ['10.0.0.1', '::1', null, null]],
    ['keyword', "emit(doc['tags'].value + doc['tags'].size())", ['a2', null, null, null]],
    ['long', "emit((int) doc['ratio'].value + (long) 2.9)", [null, null, 2, null]],
    ['keyword', "emit(doc['seconds'].value > 1 ? 'slow' : 'fast')", ['slow', 'fast', 'slow', null]],
    ['long', "emit(doc['missing'].value)", [null, null, null, null]],
  ])('%s: %s', async (type, script, expected) => {
    const found = await values(type, script, { end: '!' });
    expect(
      found.map((value) => (type === 'boolean' && value !== null ? Number(value) : value)),
    ).toEqual(expected);
  });
});

describe('a runtime field is a field', () => {
  const ids = async (query: Json, more: Readonly<Record<string, Json>> = {}) =>
    (await search([ships], { query, sort: '_doc', ...more })).hits.hits.map(({ _id }) => _id);

  test('in queries', async () => {
    expect(await ids({ range: { seconds: { gt: 0 } } })).toEqual(['1', '3']);
    expect(await ids({ exists: { field: 'seconds' } })).toEqual(['1', '2', '3']);
    expect(await ids({ bool: { must_not: { term: { seconds: 1.5 } } } })).toEqual(['2', '3', '4']);
  });

  test('in aggregations', async () => {
    const { aggregations } = await search([ships], {
      size: 0,
      runtime_mappings: {
        initial: {
          type: 'keyword',
          script: "emit(doc['name'].value.substring(0, 1).toLowerCase())",
        },
      },
      aggs: {
        initials: { terms: { field: 'initial', order: { _key: 'asc' } } },
        slowest: { max: { field: 'seconds' } },
      },
    });
    expect(aggregations?.initials).toMatchObject({
      buckets: [
        { key: 'a', doc_count: 1 },
        { key: 'h', doc_count: 1 },
        { key: 'm', doc_count: 1 },
      ],
    });
  });

  test('like the script of a query or an aggregation', async () => {
    const source = "doc['size'].size() > 0 && doc['size'].value >= params.least";
    expect(await ids({ script: { script: { source, params: { least: 2 } } } })).toEqual(['1', '3']);
    expect(
      await ids({ bool: { must_not: { script: { script: "doc['ms'].value < 0" } } } }),
    ).toEqual(['1', '3', '4']);
    await expect(ids({ script: { script: '1 + 1' } })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('boolean') },
    });
    const { aggregations } = await search([ships], {
      size: 0,
      aggs: {
        doubled: { sum: { script: "doc['size'].value * 2" } },
        half: { max: { field: 'ms', script: { inline: '_value * 0.5' } } },
        letters: { terms: { script: "doc['name'].value.length()", order: { _key: 'asc' } } },
      },
    });
    expect(aggregations).toMatchObject({
      doubled: { value: 10 },
      half: { value: 2000.5 },
      letters: { buckets: [{ key: 6 }, { key: 7 }, { key: 8 }] },
    });
  });

  test('read from the source where it has no script, with lists and dotted names', async () => {
    expect(await ids({ term: { 'a.b': 7 } })).toEqual(['1']);
    expect(await ids({ terms: { 'a.b': [8, 9] } })).toEqual(['2']);
    expect(
      await ids(
        { match: { note: 'NOTHING else' } },
        {
          runtime_mappings: { note: { type: 'keyword' } },
        },
      ),
    ).toEqual([]);
    expect(
      await ids({ term: { sent: '2024-05-06' } }, { runtime_mappings: { sent: { type: 'date' } } }),
    ).toEqual(['3']);
  });
});

test('a script reads fields that share a column, and none that has had no value yet', async () => {
  const names = Array.from({ length: 450 }, (_, i) => `n${i}`);
  const many = await openTestIndex(engine, 'many', {
    properties: { unused: { type: 'long' } },
    documents: [Object.fromEntries(names.map((name, i) => [name, i])), { n449: 7 }],
  });
  const { hits } = await search([many], {
    runtime_mappings: {
      last: { type: 'long', script: "emit(doc['n449'].value + 1)" },
      none: { type: 'long', script: "emit(doc['unused'].size())" },
    },
    query: { range: { last: { lte: 450 } } },
    sort: ['_doc', 'last', 'none'],
    script_fields: { v: { script: "doc['n449'].value" } },
  });
  expect(hits.hits.map(({ sort }) => sort?.[1])).toEqual([450, 8]);
  expect(hits.hits.map((hit) => Object(hit).fields.v)).toEqual([[449], [7]]);
});

test('a script of a query that reads a field without values finds nothing', async () => {
  const empty = await openTestIndex(engine, 'empty', {
    properties: { unused: { type: 'long' } },
    runtime: { twice: { type: 'long', script: "emit(doc['unused'].value * 2)" } },
    documents: [{ used: 1 }],
  });
  const { hits, aggregations } = await search([empty], {
    query: { bool: { must_not: [{ script: { script: "doc['unused'].value > 1" } }] } },
    aggs: { sum: { sum: { script: "doc['unused'].value" } }, max: { max: { field: 'twice' } } },
    sort: ['twice', 'used'],
  });
  expect(hits.hits.length).toBe(1);
  expect(aggregations).toMatchObject({ sum: { value: 0 }, max: { value: null } });
});

describe('script fields', () => {
  const fieldsOf = async (source: string, more: Readonly<Record<string, Json>> = {}) =>
    (
      await search([ships], {
        script_fields: { v: { script: { source, params: { by: 2 } }, ...more } },
        sort: '_doc',
      })
    ).hits.hits.map((hit) => Object(hit).fields?.v);

  test.each([
    [
      "doc['ms'].size() == 0 ? 'none' : doc['ms'].value / params.by",
      [[750], [-3], [2000], ['none']],
    ],
    ['doc.tags', [['a', 'b'], [], [], []]],
    ["def s = 0; for (t in doc['tags']) { s += t.length() } s * 1.0", [[2], [0], [0], [0]]],
    [
      "doc['sent'].empty ? null : doc['sent'].value.getDayOfWeekEnum().value",
      [[3], [7], [1], [null]],
    ],
    ['params._source.name', [['Halcyon'], ['meridian'], ['Aurora'], [null]]],
    ["doc['ip'].size() > 0 ? doc['ip'].value : ''", [['10.0.0.1'], ['::1'], [''], ['']]],
  ])('%s', async (source, expected) => {
    expect(await fieldsOf(source)).toEqual(expected);
  });

  test('fail the search, or are left out', async () => {
    await expect(fieldsOf("doc['name'].value")).rejects.toMatchObject({
      type: 'search_phase_execution_exception',
      cause: { message: 'runtime error' },
    });
    expect(await fieldsOf("doc['name'].value", { ignore_failure: true })).toEqual([
      ['Halcyon'],
      ['meridian'],
      ['Aurora'],
      undefined,
    ]);
  });
});

describe('what the engine can not compute is refused', () => {
  test.each([
    ["for (def t : doc['tags']) { emit(t) }", '[each] can not be computed'],
    ["emit(doc['tags'].value); emit('b')", 'more than one value'],
    ["emit(params['_source'].name)", 'can not be computed'],
    ["emit(doc['note'].value)", 'the value of the field [note] of type [text]'],
    ['emit(1)', 'Cannot cast [int]'],
    [
      "String s = 'a'; s = s + s; s = s + s; s = s + s; s = s + s; s = s + s; s = s + s; s = s + s; s = s + s; s = s + s; s = s + s; s = s + s; s = s + s; s = s + s; emit(s)",
      'too complex',
    ],
  ])('%s', async (script, reason) => {
    await expect(values('keyword', script)).rejects.toMatchObject({
      type: 'search_phase_execution_exception',
      cause: {
        type: 'script_exception',
        message: 'compile error',
        cause: { message: expect.stringContaining(reason) },
      },
    });
  });

  test('a cycle too', async () => {
    await expect(
      search([ships], {
        runtime_mappings: {
          x: { type: 'long', script: "emit(doc['y'].value)" },
          y: { type: 'long', script: "emit(doc['x'].value)" },
        },
      }),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('x -> y -> x') } });
  });
});
