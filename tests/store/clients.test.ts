import { Client as ElasticsearchClient } from '@elastic/elasticsearch';
import { Client as OpenSearchClient } from '@opensearch-project/opensearch';
import { Client as Elasticsearch7Client } from 'elasticsearch-7';
import { Client as Elasticsearch8Client } from 'elasticsearch-8';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStore, type TestStore } from '../support/longshore.ts';

// The clients that programs use in the world, each from npm: what they send on their own (media types, product
// checks, HEAD requests) differs between them.

let store: TestStore;
let url: string;

beforeAll(async () => {
  store = await startStore('clients');
  url = store.url;
});
afterAll(() => store?.stop());

const mappings = {
  properties: { text: { type: 'text' as const }, n: { type: 'long' as const } },
};
const lines = Array.from({ length: 100 }, (_, n) => ({ text: `line ${n}`, n }));
const search = {
  query: { match: { text: 'fox' } },
  aggs: {
    steps: { histogram: { field: 'n', interval: 50 }, aggs: { most: { max: { field: 'n' } } } },
  },
};
const found = {
  hits: { total: { value: 1 }, hits: [{ _id: '1', _source: { n: 5 } }] },
  aggregations: { steps: { buckets: [{ key: 0, doc_count: 1, most: { value: 5 } }] } },
};

describe.each([
  ['Elasticsearch 9', ElasticsearchClient],
  ['Elasticsearch 8', Elasticsearch8Client as unknown as typeof ElasticsearchClient],
])('the client of %s', (name, Client) => {
  const index = `client-${name.toLowerCase().replace(' ', '-')}`;

  test('makes an index, writes, finds, and deletes it', async () => {
    const client = new Client({ node: url });
    expect(await client.ping()).toBe(true);
    await client.indices.create({ index, mappings });
    expect(await client.indices.exists({ index })).toBe(true);
    await client.index({ index, id: '1', document: { text: 'quick brown fox', n: 1 } });
    await client.update({ index, id: '1', doc: { n: 5 }, refresh: true });
    expect(await client.get({ index, id: '1' })).toMatchObject({ _version: 2, _source: { n: 5 } });
    const bulk = await client.helpers.bulk({
      datasource: lines,
      onDocument: () => ({ create: { _index: index } }),
      refreshOnCompletion: true,
    });
    expect(bulk).toMatchObject({ successful: 100, failed: 0 });
    expect(await client.count({ index })).toMatchObject({ count: 101 });
    expect(await client.search({ index, ...search })).toMatchObject(found);
    const many = await client.msearch({ searches: [{ index }, { size: 0 }, { index }, search] });
    expect(many.responses).toMatchObject([{ hits: { total: { value: 101 } } }, found]);
    const fields = await client.fieldCaps({ index, fields: '*' });
    expect(fields.fields).toMatchObject({ n: { long: { aggregatable: true } } });
    await client.indices.delete({ index });
    expect(await client.indices.exists({ index })).toBe(false);
    await client.close();
  });

  test('gets errors as it knows them', async () => {
    const client = new Client({ node: url, maxRetries: 0 });
    await expect(client.get({ index: 'none', id: '1' })).rejects.toMatchObject({
      statusCode: 404,
      body: { error: { type: 'index_not_found_exception' } },
    });
    await expect(client.sql.query({ query: 'SELECT' })).rejects.toMatchObject({
      statusCode: 400,
    });
    await client.close();
  });
});

test.each([
  ['OpenSearch', OpenSearchClient],
  ['Elasticsearch 7', Elasticsearch7Client as unknown as typeof OpenSearchClient],
])('the client of %s makes an index, writes, finds, and deletes it', async (name, Client) => {
  const client = new Client({ node: url });
  const index = `client-${name.toLowerCase().replace(' ', '-')}`;
  await client.indices.create({ index, body: { mappings } });
  await client.index({ index, id: '1', body: { text: 'quick brown fox', n: 5 }, refresh: true });
  const bulk = await client.helpers.bulk({
    datasource: lines,
    onDocument: () => ({ create: { _index: index } }),
    refreshOnCompletion: index,
  });
  expect(bulk).toMatchObject({ successful: 100, failed: 0 });
  // Its types know no field of `max`.
  const request = { method: 'POST', path: `/${index}/_search`, body: search };
  expect((await client.transport.request(request)).body).toMatchObject(found);
  await client.indices.delete({ index });
  expect((await client.indices.exists({ index })).body).toBe(false);
  await client.close();
});

/** What Grafana 11's Elasticsearch data source sends for a graph split by a field, and for its log view. */
const GRAFANA = [
  { ignore_unavailable: true, index: 'grafana' },
  {
    size: 0,
    query: {
      bool: {
        filter: [
          {
            range: {
              '@timestamp': { gte: 1764028800000, lte: 1764028860000, format: 'epoch_millis' },
            },
          },
          { query_string: { analyze_wildcard: true, query: 'n:>=0' } },
        ],
      },
    },
    aggs: {
      '3': {
        terms: { field: 'name', size: 10, order: { _key: 'desc' }, min_doc_count: 1 },
        aggs: {
          '2': {
            date_histogram: {
              field: '@timestamp',
              fixed_interval: '30s',
              min_doc_count: 0,
              extended_bounds: { min: 1764028800000, max: 1764028860000 },
              format: 'epoch_millis',
            },
            aggs: { '1': { avg: { field: 'n' } } },
          },
        },
      },
    },
  },
  { ignore_unavailable: true, index: 'grafana' },
  {
    size: 5,
    query: {
      bool: { filter: [{ query_string: { analyze_wildcard: true, query: '*' } }] },
    },
    sort: [
      { '@timestamp': { order: 'desc', unmapped_type: 'boolean' } },
      { _doc: { order: 'desc' } },
    ],
    script_fields: {},
  },
];

test('the searches that Grafana sends are answered', async () => {
  const client = new ElasticsearchClient({ node: url });
  await client.indices.create({
    index: 'grafana',
    mappings: { properties: { '@timestamp': { type: 'date' }, name: { type: 'keyword' } } },
  });
  await client.bulk({
    index: 'grafana',
    refresh: true,
    operations: [10, 20, 45].flatMap((second, n) => [
      { create: {} },
      { '@timestamp': new Date(1764028800000 + second * 1000).toISOString(), name: 'web', n },
    ]),
  });
  await client.close();
  const reply = await fetch(`${url}/_msearch?max_concurrent_shard_requests=5`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: GRAFANA.map((line) => `${JSON.stringify(line)}\n`).join(''),
  });
  expect(await reply.json()).toMatchObject({
    responses: [
      {
        aggregations: {
          '3': {
            buckets: [
              {
                key: 'web',
                '2': {
                  buckets: [
                    { key: 1764028800000, key_as_string: '1764028800000', '1': { value: 0.5 } },
                    { key: 1764028830000, doc_count: 1, '1': { value: 2 } },
                    { key: 1764028860000, doc_count: 0, '1': { value: null } },
                  ],
                },
              },
            ],
          },
        },
      },
      { hits: { hits: [{ _source: { n: 2 } }, { _source: { n: 1 } }, { _source: { n: 0 } }] } },
    ],
  });
});
