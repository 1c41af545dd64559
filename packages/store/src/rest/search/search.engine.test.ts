import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  const lines = [
    { index: { _index: 'ships', _id: '1' } },
    { name: 'Old Tug', type: 'tug', knots: 11, serial: 1 },
    { index: { _index: 'ships', _id: '2' } },
    { name: 'Fast Ferry', type: 'ferry', knots: 24, big: 1 },
    { index: { _index: 'boats', _id: '1' } },
    { name: 'Fast Boat', type: 'boat', knots: 30 },
  ];
  const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
  await store.call(
    'POST',
    '/_bulk?refresh=true',
    body.replace('"big":1', '"big":9007199254740993,"n":1.0'),
  );
});
afterAll(() => store.close());

describe('_search', () => {
  test('answers as Elasticsearch does, by GET and POST, and _source is what was sent', async () => {
    for (const method of ['GET', 'POST']) {
      const { status, text } = await store.call(method, '/ships/_search', {
        query: { match: { name: 'fast' } },
      });
      expect(status).toBe(200);
      expect(text).toMatch(
        /^\{"took":\d+,"timed_out":false,"_shards":\{"total":1,"successful":1,"skipped":0,"failed":0\},"hits":\{"total":\{"value":1,"relation":"eq"\},"max_score":0\.6931472,"hits":\[\{"_index":"ships","_id":"2","_score":0\.6931472,"_source":\{"name":"Fast Ferry","type":"ferry","knots":24,"big":9007199254740993,"n":1\.0\}\}\]\}\}$/,
      );
    }
  });

  test('integers beyond 2^53 are compared exactly', async () => {
    const found = (value: string) =>
      store
        .call('POST', '/ships/_count', `{"query":{"term":{"big":${value}}}}`)
        .then(({ body }) => body.count);
    expect([await found('9007199254740993'), await found('9007199254740992')]).toEqual([1, 0]);
  });

  test('parameters of the URI win over the body', async () => {
    const { body } = await store.call(
      'GET',
      '/ships,boats/_search?q=fast&size=1&from=1&sort=knots:desc&_source=type&track_total_hits=true&version=true',
      { query: { match_none: {} }, size: 5 },
    );
    expect(body.hits).toEqual({
      total: { value: 2, relation: 'eq' },
      max_score: null,
      hits: [
        {
          _index: 'ships',
          _id: '2',
          _version: 1,
          _score: null,
          _source: { type: 'ferry' },
          sort: [24],
        },
      ],
    });
  });

  test('typed_keys and totals as numbers', async () => {
    const { body } = await store.call(
      'POST',
      '/_search?typed_keys&rest_total_hits_as_int=true&size=0',
      {
        aggs: { t: { terms: { field: 'type.keyword' } }, k: { avg: { field: 'knots' } } },
      },
    );
    expect(body.hits.total).toBe(3);
    expect(Object.keys(body.aggregations)).toEqual(['sterms#t', 'avg#k']);
    const refused = await store.call('POST', '/_search?rest_total_hits_as_int&track_total_hits=10');
    expect(refused.status).toBe(400);
  });

  test('pretty and filter_path work on answers of raw JSON', async () => {
    const { text } = await store.call(
      'GET',
      '/ships/_search?filter_path=hits.hits._source.big&q=big:*',
    );
    expect(text).toBe('{"hits":{"hits":[{"_source":{"big":9007199254740993}}]}}');
  });

  test('a missing index is 404, unless told to ignore it; a wildcard of none is empty', async () => {
    expect((await store.call('GET', '/none/_search')).status).toBe(404);
    expect(
      (await store.call('GET', '/none/_search?ignore_unavailable=true')).body.hits.total.value,
    ).toBe(0);
    expect((await store.call('GET', '/none*/_search')).body).toMatchObject({
      _shards: { total: 0 },
    });
  });

  test('errors of requests and errors of data have their shapes', async () => {
    const unknown = await store.call('POST', '/ships/_search', { query: { frobnicate: {} } });
    expect(unknown).toMatchObject({
      status: 400,
      body: { error: { type: 'parsing_exception', reason: 'unknown query [frobnicate]' } },
    });
    const misfit = await store.call('POST', '/ships/_search', {
      query: { term: { knots: 'fast' } },
    });
    const inner = {
      type: 'query_shard_exception',
      reason: 'failed to create query: For input string: "fast"',
    };
    expect(misfit).toMatchObject({
      status: 400,
      body: {
        error: {
          type: 'search_phase_execution_exception',
          reason: 'all shards failed',
          root_cause: [inner],
          caused_by: inner,
          failed_shards: [{ index: 'ships', reason: inner }],
        },
      },
    });
    expect((await store.call('POST', '/ships/_search', '{"query":')).status).toBe(400);
    expect((await store.call('GET', '/ships/_search?scrol=1m')).body.error.reason).toContain(
      'unrecognized parameter: [scrol]',
    );
  });

  test('a field that was just mapped and not refreshed does not break a search', async () => {
    await store.call('PUT', '/fresh/_doc/1?refresh=true', { a: 1 });
    await store.call('PUT', '/fresh/_doc/2', { b: 'new', a: [1, 2] });
    const search = () =>
      store.call('POST', '/fresh/_search', {
        query: { term: { a: 1 } },
        sort: [{ 'b.keyword': 'asc' }],
      });
    expect((await search()).body.hits?.hits.map(({ _id }: { _id: string }) => _id)).toContain('1');
    await store.call('POST', '/fresh/_refresh');
    expect((await search()).body.hits.hits.map(({ _id }: { _id: string }) => _id)).toEqual([
      '2',
      '1',
    ]);
  });
});

test('_count counts, and takes a query and nothing else', async () => {
  const { body } = await store.call('GET', '/ships/_count?q=type:tug');
  expect(body).toEqual({ count: 1, _shards: { total: 1, successful: 1, skipped: 0, failed: 0 } });
  expect((await store.call('POST', '/ships/_count', { size: 1 })).body.error.reason).toBe(
    'request does not support [size]',
  );
});

describe('_msearch', () => {
  const post = (lines: readonly unknown[], url = '/_msearch') =>
    store.call(
      'POST',
      url,
      `${lines.map((line) => (line === '' ? '' : JSON.stringify(line))).join('\n')}\n`,
    );

  test('one search that fails fails only itself', async () => {
    const { status, body } = await post([
      { index: 'ships' },
      { query: { match_all: {} }, size: 0 },
      { index: 'missing' },
      {},
      { index: ['boats', 'gone'], ignore_unavailable: true },
      { size: 1 },
      {},
      { query: { frobnicate: {} } },
    ]);
    expect(status).toBe(200);
    expect(body.responses).toMatchObject([
      { hits: { total: { value: 2 } }, status: 200 },
      { error: { type: 'index_not_found_exception' }, status: 404 },
      { hits: { hits: [{ _index: 'boats' }] }, status: 200 },
      { error: { type: 'parsing_exception' }, status: 400 },
    ]);
  });

  test('an empty header means the index of the path', async () => {
    const { body } = await post(['', { size: 0 }], '/boats/_msearch');
    expect(body.responses).toMatchObject([{ hits: { total: { value: 1 } } }]);
  });

  test('no search at all, or a last line without an end, is refused', async () => {
    expect((await store.call('POST', '/_msearch', '\n')).body.error.reason).toContain(
      'no requests added',
    );
    expect((await store.call('POST', '/_msearch', '{}\n{}')).body.error.reason).toContain(
      'terminated by a newline',
    );
  });
});

describe('limits of an index', () => {
  test('hold for what a search asks of it, one by one and several at once', async () => {
    await store.call('PUT', '/limited', {
      settings: { max_docvalue_fields_search: 1, max_script_fields: 1, max_rescore_window: 5 },
    });
    const script = { script: { source: '1' } };
    const rescore = { window_size: 6, query: { rescore_query: { match_all: {} } } };
    const asked = [
      [{ docvalue_fields: ['a', 'b'] }, 'too many docvalue_fields'],
      [{ script_fields: { a: script, b: script } }, 'too many script_fields'],
      [{ rescore }, 'Rescore window [6] is too large. It must be less than [5]'],
    ] as const;
    for (const [body, reason] of asked) {
      const answer = await store.call('POST', '/limited/_search', body);
      expect(answer.body.error.root_cause[0].reason).toContain(reason);
    }
    const lines = `{"index":"limited"}\n${JSON.stringify({ rescore })}\n`;
    const { body } = await store.call('POST', '/_msearch', lines);
    expect(body.responses[0].error.root_cause[0].reason).toContain('Rescore window');
  });
});

describe('a validated query', () => {
  test('is explained for each index, and each shard if asked for', async () => {
    await store.call('PUT', '/valid', { mappings: { properties: { n: { type: 'long' } } } });
    const body = { query: { term: { n: 'x' } } };
    const url = '/valid/_validate/query';
    const plain = await store.call('POST', url, body);
    expect(plain.body).toEqual({
      _shards: { total: 1, successful: 1, failed: 0 },
      valid: false,
    });
    const shards = await store.call('POST', `${url}?all_shards=true&rewrite=true`, {});
    expect(shards.body.explanations).toEqual([
      { index: 'valid', shard: 0, valid: true, explanation: '*:*' },
    ]);
    const failed = await store.call('POST', `${url}?explain=true`, body);
    expect(failed.body.explanations).toMatchObject([{ index: 'valid', valid: false }]);
  });
});
