import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;

const DOCUMENTS = [
  {
    '@timestamp': '2024-01-01T08:00:00Z',
    message: 'Connection refused',
    host: 'web-1',
    ms: 10,
    load: 1.5,
    ip: '10.0.0.1',
  },
  {
    '@timestamp': '2024-01-01T20:00:00Z',
    message: 'connection closed',
    host: 'web-2',
    ms: 30,
    load: 0.5,
    ip: '10.0.1.1',
  },
  { '@timestamp': '2024-01-02T08:00:00Z', message: 'disk full', host: 'db-1', ms: 20, load: 2.5 },
  { '@timestamp': '2024-01-02T09:00:00Z', message: 'disk full', host: 'db-1', tags: ['a', 'b'] },
];

beforeAll(async () => {
  store = await openTestStore();
  await store.call('PUT', '/logs-1', {
    mappings: {
      properties: {
        '@timestamp': { type: 'date' },
        message: { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } },
        host: { type: 'keyword' },
        ms: { type: 'integer' },
        load: { type: 'double' },
        ip: { type: 'ip' },
        tags: { type: 'keyword' },
      },
    },
    aliases: { logs: {} },
  });
  await store.bulk(
    DOCUMENTS.flatMap((document, i) => [
      { index: { _index: 'logs-1', _id: `${i + 1}` } },
      document,
    ]),
    '?refresh=true',
  );
});
afterAll(() => store.close());

const run = (query: string, more: object = {}) => store.call('POST', '/_sql', { query, ...more });

describe('rows of a SELECT', () => {
  test.each<readonly [string, readonly (readonly unknown[])[]]>([
    [
      'SELECT host, ms FROM logs WHERE ms > 10 ORDER BY ms',
      [
        ['db-1', 20],
        ['web-2', 30],
      ],
    ],
    ['SELECT ms FROM "logs-*" WHERE host LIKE \'web%\' ORDER BY ms DESC', [[30], [10]]],
    ["SELECT host FROM logs WHERE host RLIKE 'web-[12]' AND NOT ms = 10", [['web-2']]],
    [
      "SELECT host FROM logs WHERE host IN ('web-1', 'x') OR ms IS NULL ORDER BY host",
      [['db-1'], ['web-1']],
    ],
    ['SELECT host FROM logs WHERE ms BETWEEN 10 AND 20 ORDER BY 1', [['db-1'], ['web-1']]],
    // Unknown is not true, whatever is in front of it.
    ['SELECT COUNT(*) FROM logs WHERE NOT ms > 15', [[1]]],
    ["SELECT ms FROM logs WHERE MATCH(message, 'connection refused', 'operator=and')", [[10]]],
    ["SELECT ms FROM logs WHERE QUERY('message:closed')", [[30]]],
    ["SELECT ms FROM logs WHERE message = 'disk full' AND ms IS NOT NULL", [[20]]],
    [
      'SELECT ms FROM logs WHERE "@timestamp" >= \'2024-01-02\' ORDER BY ms NULLS FIRST',
      [[null], [20]],
    ],
    ['SELECT l.ms + 1 AS next, UCASE(l.host) FROM logs l WHERE l.ms = 10', [[11, 'WEB-1']]],
    ['SELECT ms / 3, load * 2 FROM logs WHERE ms = 10', [[3, 3]]],
    ['SELECT host FROM logs WHERE LENGTH(message) > 17 AND ms < 30', [['web-1']]],
    [
      "SELECT CASE WHEN ms >= 20 THEN 'slow' ELSE 'fast' END FROM logs WHERE ms IS NOT NULL ORDER BY ms LIMIT 2",
      [['fast'], ['slow']],
    ],
    ["SELECT ip FROM logs WHERE ip = '10.0.1.0/24'", [['10.0.1.1']]],
    ['SELECT DAY("@timestamp") FROM logs WHERE ms = 20', [[2]]],
    ["SELECT 1 + 1, CONCAT('a', 'b'), CAST('7' AS INTEGER)", [[2, 'ab', 7]]],
    ['SELECT TOP 1 host FROM logs ORDER BY ms', [['web-1']]],
    ['SELECT DISTINCT host FROM logs ORDER BY host', [['db-1'], ['web-1'], ['web-2']]],
  ])('%s', async (query, rows) => {
    const { body, status } = await run(query);
    expect({ status, rows: body.rows ?? body.error }).toEqual({ status: 200, rows });
  });
});

describe('groups', () => {
  test.each<readonly [string, readonly (readonly unknown[])[]]>([
    [
      'SELECT COUNT(*), COUNT(ms), SUM(ms), AVG(ms), MIN(load), MAX(load) FROM logs',
      [[4, 3, 60, 20, 0.5, 2.5]],
    ],
    [
      'SELECT host, COUNT(*) AS c FROM logs GROUP BY host ORDER BY c DESC, host',
      [
        ['db-1', 2],
        ['web-1', 1],
        ['web-2', 1],
      ],
    ],
    [
      'SELECT host h, MAX(ms) FROM logs GROUP BY h HAVING MAX(ms) > 10 ORDER BY MAX(ms)',
      [
        ['db-1', 20],
        ['web-2', 30],
      ],
    ],
    ['SELECT COUNT(DISTINCT host) FROM logs', [[3]]],
    [
      'SELECT HISTOGRAM("@timestamp", INTERVAL 1 DAY) d, COUNT(*) FROM logs GROUP BY d ORDER BY d',
      [
        ['2024-01-01T00:00:00.000Z', 2],
        ['2024-01-02T00:00:00.000Z', 2],
      ],
    ],
    [
      'SELECT HISTOGRAM(ms, 20) b, COUNT(*) FROM logs WHERE ms > 0 GROUP BY b ORDER BY b',
      [
        [0, 1],
        [20, 2],
      ],
    ],
    [
      'SELECT HOUR("@timestamp"), COUNT(*) FROM logs GROUP BY 1 ORDER BY 1',
      [
        [8, 2],
        [9, 1],
        [20, 1],
      ],
    ],
    [
      'SELECT message, MIN(ms) FROM logs GROUP BY message ORDER BY 2',
      [
        ['Connection refused', 10],
        ['disk full', 20],
        ['connection closed', 30],
      ],
    ],
    ['SELECT SUM(ms) / COUNT(*) + 1 FROM logs', [[16]]],
    ['SELECT SUM(ms * 2) FROM logs', [[120]]],
    ['SELECT MAX(ms) FROM logs WHERE ms > 1000', [[null]]],
    ['SELECT PERCENTILE(ms, 50), STDDEV_POP(load) FROM logs', [[20, expect.closeTo(0.8165, 4)]]],
  ])('%s', async (query, rows) => {
    const { body } = await run(query);
    expect(body.rows ?? body.error).toEqual(rows);
  });
});

test('columns have names and types', async () => {
  const { body } = await run(
    'SELECT host, "@timestamp" AS at, load, ms, message FROM logs LIMIT 0',
  );
  expect(body).toEqual({
    columns: [
      { name: 'host', type: 'keyword' },
      { name: 'at', type: 'datetime' },
      { name: 'load', type: 'double' },
      { name: 'ms', type: 'integer' },
      { name: 'message', type: 'text' },
    ],
    rows: [],
  });
  const all = await run('SELECT * FROM logs WHERE ms = 10');
  expect(all.body.columns.map(({ name }: { name: string }) => name)).toEqual([
    '@timestamp',
    'host',
    'ip',
    'load',
    'message',
    'ms',
    'tags',
  ]);
});

test('rows come in pages by a cursor, which can be closed', async () => {
  const first = await run('SELECT ms FROM logs ORDER BY ms', { fetch_size: 2 });
  expect(first.body.rows).toEqual([[10], [20]]);
  // What is written meanwhile is of another moment.
  await store.bulk([{ index: { _index: 'logs-1', _id: 'late' } }, { ms: 25 }], '?refresh=true');
  const second = await store.call('POST', '/_sql', { cursor: first.body.cursor });
  expect(second.body).toMatchObject({ rows: [[30], [null]] });
  await store.call('DELETE', '/logs-1/_doc/late?refresh=true');
  const again = await store.call('POST', '/_sql', { cursor: first.body.cursor });
  expect(again.status).toBe(404);
  const closed = await store.call('POST', '/_sql/close', { cursor: second.body.cursor });
  expect(closed.body).toEqual({ succeeded: true });
  const grouped = await run('SELECT host FROM logs GROUP BY host ORDER BY host', { fetch_size: 2 });
  expect(grouped.body.rows).toEqual([['db-1'], ['web-1']]);
  const rest = await store.call('POST', '/_sql', { cursor: grouped.body.cursor });
  expect(rest.body).toEqual({ rows: [['web-2']] });
});

test('a page of many rows, each of another time', async () => {
  const lines = Array.from({ length: 7_000 }, (_, n) => [
    { index: { _index: 'many' } },
    { n, '@timestamp': 1_700_000_000_000 + n },
  ]);
  await store.call('PUT', '/many', {
    mappings: { properties: { '@timestamp': { type: 'date' } } },
  });
  await store.bulk(lines.flat(), '?refresh=true');
  const { body } = await run('SELECT n FROM many ORDER BY n', { fetch_size: 8_000 });
  expect(body.rows).toEqual(Array.from({ length: 7_000 }, (_, n) => [n]));
  await store.call('DELETE', '/many');
});

test('scores are those of the conditions that search', async () => {
  const { body } = await run(
    "SELECT SCORE(), ms FROM logs WHERE MATCH(message, 'connection refused') AND ms > 0 ORDER BY SCORE() DESC",
  );
  expect(body.columns[0]).toEqual({ name: 'SCORE()', type: 'float' });
  // The first has both words, and the second one of them.
  const [[first, ofFirst], [second, ofSecond]] = body.rows;
  expect([ofFirst, ofSecond]).toEqual([10, 30]);
  expect(first).toBeGreaterThan(second);
  expect(second).toBeGreaterThan(0);
});

test('filter, params, time_zone and columnar', async () => {
  const { body } = await run('SELECT host, "@timestamp" FROM logs WHERE ms > ? ORDER BY ms', {
    params: [5],
    filter: { term: { host: 'web-2' } },
    time_zone: '+09:00',
    columnar: true,
  });
  expect(body.values).toEqual([['web-2'], ['2024-01-02T05:00:00.000+09:00']]);
  const days = await run(
    'SELECT HISTOGRAM("@timestamp", INTERVAL 1 DAY) d, COUNT(*) FROM logs GROUP BY d ORDER BY d',
    { time_zone: '+09:00' },
  );
  expect(days.body.rows).toEqual([
    ['2024-01-01T00:00:00.000+09:00', 1],
    ['2024-01-02T00:00:00.000+09:00', 3],
  ]);
});

test('several values are refused, or the first is taken', async () => {
  const refused = await run('SELECT tags FROM logs');
  expect(refused.body.error.reason).toContain('Arrays (returned by [tags]) are not supported');
  const { body } = await run('SELECT tags FROM logs WHERE tags IS NOT NULL', {
    field_multi_value_leniency: true,
  });
  expect(body.rows).toEqual([['a']]);
});

test('tables as text', async () => {
  const query = "SELECT host, load, 'a,b' AS t FROM logs WHERE ms > 10 ORDER BY ms";
  const text = async (format: string) =>
    (await store.call('POST', `/_sql?format=${format}`, { query })).text;
  expect(await text('csv')).toBe('host,load,t\r\ndb-1,2.5,"a,b"\r\nweb-2,0.5,"a,b"\r\n');
  expect(await text('tsv')).toBe('host\tload\tt\ndb-1\t2.5\ta,b\nweb-2\t0.5\ta,b\n');
  expect((await text('txt')).split('\n').slice(0, 3)).toEqual([
    '     host      |     load      |       t       ',
    '---------------+---------------+---------------',
    'db-1           |2.5            |a,b            ',
  ]);
  const accepted = await store.call('POST', '/_sql', { query }, { accept: 'text/csv' });
  expect(accepted.headers['content-type']).toBe('text/csv; charset=UTF-8');
});

test('tables and columns are listed', async () => {
  const tables = await run('SHOW TABLES');
  expect(tables.body.rows).toEqual([
    ['longshore', 'logs', 'VIEW', 'ALIAS'],
    ['longshore', 'logs-1', 'TABLE', 'INDEX'],
  ]);
  const { body } = await run('DESCRIBE logs');
  expect(body.rows).toContainEqual(['message', 'VARCHAR', 'text']);
  expect(body.rows).toContainEqual(['message.keyword', 'VARCHAR', 'keyword']);
  expect((await run('SHOW COLUMNS FROM logs')).body.rows).toEqual(body.rows);
});

test('a statement as the search that it becomes', async () => {
  const translate = async (query: string) =>
    (await store.call('POST', '/_sql/translate', { query })).body;
  expect(await translate('SELECT ms FROM logs WHERE ms > 1 ORDER BY ms LIMIT 3')).toEqual({
    query: { bool: { filter: [{ range: { ms: { gt: 1 } } }] } },
    _source: false,
    sort: [{ ms: { order: 'asc', missing: '_last', unmapped_type: 'integer' } }],
    size: 3,
    track_total_hits: false,
    fields: [{ field: 'ms' }],
  });
  expect(await translate('SELECT host, MAX(ms) FROM logs GROUP BY host')).toMatchObject({
    size: 0,
    aggs: {
      groups: {
        composite: { sources: [{ g0: { terms: { field: 'host', missing_bucket: true } } }] },
        aggs: { m0: { stats: { field: 'ms' } } },
      },
    },
  });
});

test.each<readonly [string, string, string]>([
  [
    'SELEC 1',
    'parsing_exception',
    "line 1:1: mismatched input 'SELEC' expecting {'DESC', 'DESCRIBE', 'SELECT', 'SHOW'}",
  ],
  [
    'SELECT\n  ms FROM logs WHERE',
    'parsing_exception',
    "line 2:21: mismatched input '<EOF>' expecting an expression",
  ],
  ['SELECT a FROM logs', 'verification_exception', 'Found 1 problem\nline 1:8: Unknown column [a]'],
  [
    'SELECT Host FROM logs',
    'verification_exception',
    'Unknown column [Host], did you mean [host]?',
  ],
  [
    'SELECT ms FROM logs GROUP BY host',
    'verification_exception',
    'line 1:8: Cannot use non-grouped column [ms], expected [host]',
  ],
  ['SELECT * FROM "nothing-*"', 'verification_exception', 'Unknown index [nothing-*]'],
  [
    'SELECT ABS(host) FROM logs',
    'verification_exception',
    'first argument of [ABS(host)] must be [number], found value [host] type [keyword]',
  ],
  ["SELECT ms FROM logs WHERE ms = 'x'", 'verification_exception', 'but was [keyword]'],
  ['SELECT NOSUCH(ms) FROM logs', 'verification_exception', 'Unknown function [nosuch]'],
  [
    'SELECT a.b FROM a JOIN b ON 1=1',
    'parsing_exception',
    'queries of several tables are not supported',
  ],
  ['SELECT ms FROM (SELECT ms FROM logs)', 'parsing_exception', 'subqueries are not supported'],
  ['DROP TABLE logs', 'parsing_exception', "mismatched input 'DROP'"],
  ["SELECT 'x' FROM logs; DELETE", 'parsing_exception', "mismatched input 'DELETE'"],
  [`SELECT ${'('.repeat(200)}1${')'.repeat(200)}`, 'parsing_exception', 'nested deeper'],
  [`SELECT ${'1+'.repeat(2_000)}1`, 'parsing_exception', 'more than [1000] operators'],
  ['SELECT ms / 0 FROM logs', 'verification_exception', '/ by zero'],
])('%s is refused', async (query, type, reason) => {
  const { status, body } = await run(query);
  expect([status, body.error.type]).toEqual([400, type]);
  expect(body.error.reason).toContain(reason);
});
