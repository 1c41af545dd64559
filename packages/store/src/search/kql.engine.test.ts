import type { Json } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

let opened: TestEngine;
let find: (query: Json) => Promise<readonly string[]>;

beforeAll(async () => {
  opened = await openTestEngine();
  const index = await openTestIndex(opened, 'logs', {
    properties: {
      '@timestamp': { type: 'date' },
      message: { type: 'text' },
      host: { properties: { name: { type: 'keyword' }, cpu: { type: 'long' } } },
    },
    documents: [
      {
        '@timestamp': '2024-01-01T08:00:00Z',
        message: 'Connection refused',
        host: { name: 'web-1', cpu: 5 },
      },
      {
        '@timestamp': '2024-01-01T20:00:00Z',
        message: 'refused a connection',
        host: { name: 'web-2', cpu: 50 },
      },
      { '@timestamp': '2024-01-02T08:00:00Z', message: 'disk full', host: { name: 'db-1' } },
    ],
  });
  const { ids } = openTestSearch(opened);
  find = (query) => ids(index, query);
});
afterAll(() => opened.close());

test.each<readonly [string, readonly string[]]>([
  ['', ['1', '2', '3']],
  ['message:connection refused', ['1', '2']],
  ['message:"connection refused"', ['1']],
  ['host.name:web-*', ['1', '2']],
  ['host.*:web-1', ['1']],
  ['host.cpu >= 5 and host.cpu < 50', ['1']],
  ['not host.cpu:*', ['3']],
  ['host.name:(web-2 or db-1) and not message:full', ['2']],
  ['"disk full"', ['3']],
  ['refus*', ['1', '2']],
  ['@timestamp:"2024-01-01"', ['1', '2']],
])('%s', async (query, expected) => {
  expect(await find({ kql: { query } })).toEqual(expected);
});

test('dates are of the given zone', async () => {
  const query = '@timestamp >= "2024-01-02"';
  expect(await find({ kql: { query } })).toEqual(['3']);
  expect(await find({ kql: { query, time_zone: '+09:00' } })).toEqual(['2', '3']);
});

test('free text looks into the default field alone', async () => {
  expect(await find({ kql: { query: 'db-1' } })).toEqual(['3']);
  expect(await find({ kql: { query: 'db-1', default_field: 'message' } })).toEqual([]);
});

test.each<readonly [Json, string]>([
  [
    { query: 'a:(' },
    'line 1:4: Expected NOT, value, "(" but end of input found. in the KQL query [a:(]',
  ],
  [{}, '[kql] must be provided with a [query]'],
  [{ query: 'a', case_insensitive: true }, '[kql] [case_insensitive] is not supported'],
  [{ query: 'a', zone: 'Z' }, '[zone]'],
])('what is wrong is refused: %j', async (body, reason) => {
  await expect(find({ kql: body })).rejects.toThrow(reason);
});
