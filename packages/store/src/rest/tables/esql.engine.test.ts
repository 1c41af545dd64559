import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;

const DOCUMENTS = [
  {
    '@timestamp': '2024-01-01T08:00:00Z',
    message: 'GET /a 200',
    host: 'web-1',
    ms: 10,
    note: 'abc',
    load: 1.5,
    ip: '10.0.0.1',
  },
  {
    '@timestamp': '2024-01-01T20:00:00Z',
    message: 'GET /b 500',
    host: 'web-2',
    ms: 30,
    load: 0.5,
    ip: '10.0.1.1',
  },
  {
    '@timestamp': '2024-01-02T08:00:00Z',
    message: 'PUT /a 200',
    host: 'db-1',
    ms: 20,
    note: 'abcd',
    load: 2.5,
  },
  { '@timestamp': '2024-01-02T09:00:00Z', message: 'disk full', host: 'db-1', tags: ['b', 'a'] },
];

beforeAll(async () => {
  store = await openTestStore();
  await store.call('PUT', '/logs-2024.01', {
    mappings: {
      properties: {
        '@timestamp': { type: 'date' },
        message: { type: 'text' },
        host: { type: 'keyword' },
        ms: { type: 'long' },
        load: { type: 'double' },
        ip: { type: 'ip' },
        tags: { type: 'keyword' },
        mixed: { type: 'keyword' },
        note: { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 3 } } },
      },
    },
  });
  await store.bulk(
    DOCUMENTS.flatMap((document, i) => [
      { index: { _index: 'logs-2024.01', _id: `${i + 1}` } },
      document,
    ]),
    '?refresh=true',
  );
  await store.call('PUT', '/other', { mappings: { properties: { mixed: { type: 'long' } } } });
});
afterAll(() => store.close());

const run = (query: string, more: object = {}) => store.call('POST', '/_query', { query, ...more });

/** What follows `from logs-*`, and the rows. */
const CASES: Readonly<
  Record<string, readonly (readonly [string, readonly (readonly unknown[])[]])[]>
> = {
  rows: [
    [
      'where ms > 10 | sort ms | keep host, ms',
      [
        ['db-1', 20],
        ['web-2', 30],
      ],
    ],
    ['where host like "web*" and not ms == 10 | keep ms', [[30]]],
    ['where host rlike "web-[0-9]" | sort ms desc | limit 1 | keep ms', [[30]]],
    ['where host in ("web-1", "x") or ms is null | sort host | keep host', [['db-1'], ['web-1']]],
    ['where message : "put" | keep ms', [[20]]],
    ['where match(message, "get") | sort ms | keep ms', [[10], [30]]],
    ['where qstr("message:full") | keep host', [['db-1']]],
    ['where kql("host:web-1 or ms >= 30") | sort ms | keep ms', [[10], [30]]],
    ['where cidr_match(ip, "10.0.1.0/24") | keep host', [['web-2']]],
    ['where @timestamp >= "2024-01-02" | sort ms nulls first | keep ms', [[null], [20]]],
    ['where starts_with(message, "GET") and ms < 20 | keep ms', [[10]]],
    ['where starts_with(host, "db") | stats count(*)', [[2]]],
    // Its keyword has texts of three characters at most.
    ['where note == "abc" | keep ms', [[10]]],
    ['where note == "abcd" | keep ms', [[20]]],
    ['where note in ("abc", "abcd") | sort ms | keep ms', [[10], [20]]],
    ['where note like "abc*" | sort ms | keep ms', [[10], [20]]],
    ['sort ms | keep ms | limit 2', [[10], [20]]],
    ['sort ms + 0 desc nulls last | keep ms | limit 2', [[30], [20]]],
    ['where ms == 10 | keep l*, host', [[1.5, 'web-1']]],
    [
      'where ms == 10 | drop m*, note*, @timestamp, tags, load | rename host as h, ip as address',
      [['web-1', '10.0.0.1']],
    ],
    ['where tags is not null | keep tags', [[['b', 'a']]]],
    ['where tags is not null | keep tags | mv_expand tags | sort tags', [['a'], ['b']]],
  ],
  computed: [
    [
      'where ms == 10 | eval s = ms / 1000.0, d = ms / 3, u = to_upper(host) | keep s, d, u',
      [[0.01, 3, 'WEB-1']],
    ],
    [
      'eval slow = case(ms >= 30, "yes", ms >= 20, "half", "no") | sort host, ms | keep host, slow',
      [
        ['db-1', 'half'],
        ['db-1', 'no'],
        ['web-1', 'no'],
        ['web-2', 'yes'],
      ],
    ],
    [
      'where ms == 20 | eval day = date_trunc(1 day, @timestamp), h = date_extract("hour_of_day", @timestamp) | keep day, h',
      [['2024-01-02T00:00:00.000Z', 8]],
    ],
    [
      'where ms == 20 | eval t = @timestamp + 1 month, f = date_format("yyyy-MM", @timestamp) | keep t, f',
      [['2024-02-02T08:00:00.000Z', '2024-01']],
    ],
    [
      'where ms == 10 | dissect message "%{verb} %{path} %{code}" | keep verb, path, code',
      [['GET', '/a', '200']],
    ],
    [
      'where ms == 10 | grok message "%{WORD:verb} %{NOTSPACE:path} %{NUMBER:code:int}" | keep verb, code',
      [['GET', 200]],
    ],
    [
      'where ms == 10 | eval n = mv_count(tags), c = coalesce(ms, 0), t = to_string(ms) | keep n, c, t',
      [[null, 10, '10']],
    ],
    ['eval x = length(message) | where x == 9 | keep host', [['db-1']]],
  ],
  groups: [
    [
      'stats c = count(*), n = count(ms), s = sum(ms), a = avg(ms), lo = min(load), hi = max(load)',
      [[4, 3, 60, 20, 0.5, 2.5]],
    ],
    [
      'stats c = count(*) by host | sort c desc, host',
      [
        [2, 'db-1'],
        [1, 'web-1'],
        [1, 'web-2'],
      ],
    ],
    [
      'stats max(ms) by day = date_trunc(1 day, @timestamp) | sort day',
      [
        [30, '2024-01-01T00:00:00.000Z'],
        [20, '2024-01-02T00:00:00.000Z'],
      ],
    ],
    [
      'eval day = date_trunc(1 day, @timestamp) | stats c = count(*) by day, host | sort day, host | limit 1',
      [[1, '2024-01-01T00:00:00.000Z', 'web-1']],
    ],
    [
      'stats c = count(*) by b = bucket(@timestamp, 3, "2024-01-01T00:00:00Z", "2024-01-03T00:00:00Z") | sort b',
      [
        [2, '2024-01-01T00:00:00.000Z'],
        [2, '2024-01-02T00:00:00.000Z'],
      ],
    ],
    [
      'where ms > 0 | stats c = count(*) by b = bucket(ms, 20) | sort b',
      [
        [1, 0],
        [2, 20],
      ],
    ],
    ['stats share = round(sum(ms) / count(*), 1)', [[15]]],
    ['stats count_distinct(host), median(ms), percentile(ms, 100)', [[3, 20, 30]]],
    [
      'stats v = values(host) by verb = substring(message, 1, 3) | sort verb',
      [
        [['web-1', 'web-2'], 'GET'],
        ['db-1', 'PUT'],
        ['db-1', 'dis'],
      ],
    ],
    ['stats s = sum(ms * 2)', [[120]]],
    [
      'stats c = count(*) by tags | sort tags',
      [
        [1, 'a'],
        [1, 'b'],
        [3, null],
      ],
    ],
    ['where ms > 1000 | stats max(ms), count(*)', [[null, 0]]],
    ['stats by host | sort host', [['db-1'], ['web-1'], ['web-2']]],
    ['stats c = count(*) by host | where c > 1 | eval d = c * 2 | keep d', [[4]]],
    ['limit 2 | stats count(*)', [[2]]],
  ],
};

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(cases)('%s', async (commands, values) => {
    const { body } = await run(`from logs-* | ${commands}`);
    expect(body.values ?? body.error).toEqual(values);
  });
});

test.each<readonly [string, readonly unknown[]]>([
  ['row a = 1, b = "x", c = [1, 2], d = null', [1, 'x', [1, 2], null]],
  ['row a = 9223372036854775807', ['9223372036854775807']],
  [
    'row a = 7 | eval b = a % 4, c = -a, d = abs(-2.5), e = pow(2, 10) | drop a',
    [3, -7, 2.5, 1024],
  ],
  [
    'row a = "1,2" | eval b = split(a, ","), c = mv_concat(b, "-"), d = mv_first(b) | keep c, d',
    ['1-2', '1'],
  ],
  [
    'row a = "5" | eval b = a::integer + 1, c = to_double("1.5"), d = to_boolean("true") | drop a',
    [6, 1.5, true],
  ],
  ['row a = """say "hi" """, `odd name` = 1 | eval b = `odd name` + 1', ['say "hi" ', 1, 2]],
  ['row a = null | eval b = a + 1, c = a == 1 or true, d = a is null | drop a', [null, true, true]],
  [
    'row a = to_datetime("2024-03-31T00:00:00Z") | eval b = a - 1 month, c = date_diff("day", b, a) | keep b, c',
    ['2024-02-29T00:00:00.000Z', 31],
  ],
  ['row a = ?, b = ?name', [3, 'x']],
])('%s', async (query, values) => {
  const { text, body } = await run(query, { params: [3, { name: 'x' }] });
  // Integers beyond 2^53 are written exactly.
  const shown = /"values":\[\[(9223372036854775807)\]\]/.exec(text)?.[1];
  expect(shown === undefined ? (body.values?.[0] ?? body.error) : [shown]).toEqual(values);
});

test('columns, metadata and fields of two types', async () => {
  const { body } = await run(
    'from logs-*, other metadata _index, _id | where _index == "logs-2024.01" | sort ms | limit 1 | keep _index, _id, @timestamp, message, ms, mixed',
  );
  expect(body).toMatchObject({
    columns: [
      { name: '_index', type: 'keyword' },
      { name: '_id', type: 'keyword' },
      { name: '@timestamp', type: 'date' },
      { name: 'message', type: 'text' },
      { name: 'ms', type: 'long' },
      { name: 'mixed', type: 'unsupported' },
    ],
    values: [['logs-2024.01', '1', '2024-01-01T08:00:00.000Z', 'GET /a 200', 10, null]],
  });
});

test('filter, columnar and text', async () => {
  const query = 'from logs-* | sort ms | keep host, ms';
  const { body } = await run(query, { filter: { range: { ms: { gte: 20 } } }, columnar: true });
  expect(body.values).toEqual([
    ['db-1', 'web-2'],
    [20, 30],
  ]);
  const csv = await store.call('POST', '/_query?format=csv', { query: `${query} | limit 2` });
  expect(csv.text).toBe('host,ms\r\nweb-1,10\r\ndb-1,20\r\n');
});

test('what has no value is null, with a warning', async () => {
  const { body, headers } = await run('row a = [1, 2] | eval b = a + 1, c = 1 / 0 | keep b, c');
  expect(body.values).toEqual([[null, null]]);
  expect(headers.warning).toContain(
    'Line 1:27: evaluation of [a + 1] failed, treating result as null',
  );
  expect(headers.warning).toContain('/ by zero');
});

test.each<readonly [string, string, string]>([
  [
    'fro logs',
    'parsing_exception',
    "line 1:1: mismatched input 'fro' expecting {'from', 'row', 'show'}",
  ],
  [
    'from logs-* | frob x',
    'parsing_exception',
    "line 1:15: mismatched input 'frob' expecting one of",
  ],
  ['from logs-*\n| where', 'parsing_exception', "line 2:8: mismatched input '<EOF>'"],
  [
    'from logs-* | keep nope',
    'verification_exception',
    'Found 1 problem\nline 1:20: Unknown column [nope]',
  ],
  [
    'from logs-* | where host > 5',
    'verification_exception',
    'line 1:21: first argument of [host > 5] is [keyword] so second argument must also be [keyword] but was [integer]',
  ],
  [
    'from logs-* | eval x = abs(host)',
    'verification_exception',
    'first argument of [abs(host)] must be [number], found value [host] type [keyword]',
  ],
  [
    'from logs-* | stats avg(host)',
    'verification_exception',
    'argument of [avg(host)] must be [number]',
  ],
  [
    'from logs-* | stats ms by host',
    'verification_exception',
    'column [ms] must appear in the STATS BY clause or be used in an aggregate function',
  ],
  [
    'from logs-* | eval x = sum(ms)',
    'verification_exception',
    'aggregate function [sum(ms)] not allowed outside STATS command',
  ],
  [
    'from logs-*, other | where mixed == "a"',
    'verification_exception',
    'Cannot use field [mixed] due to ambiguities being mapped as [2] incompatible types: [keyword] in [logs-2024.01], [long] in [other]',
  ],
  [
    'from logs-* | stats c = count(*) | where match(c, "x")',
    'verification_exception',
    '[match] can only be used in conditions',
  ],
  [
    'from logs-* | stats count(*) by bucket(ms, 1 day)',
    'verification_exception',
    'found types [long, interval]',
  ],
  ['from none-*', 'verification_exception', 'Unknown index [none-*]'],
  ['row a = ?', 'parsing_exception', 'Unknown query parameter [1]'],
])('%s is refused', async (query, type, reason) => {
  const { status, body } = await run(query);
  expect([status, body.error?.type]).toEqual([400, type]);
  expect(body.error.reason).toContain(reason);
});
