import { LongshoreError } from '@longshore/common/errors';
import { expect, test } from 'vitest';
import { truncateTime } from './calendar.ts';
import { parseEsql } from './esql/parse-esql.ts';
import { runEsql } from './esql/run-esql.ts';
import { type QueryContext, TextBudget, Warnings } from './query-context.ts';
import { readScan } from './read-scan.ts';
import { openScan } from './scan.ts';
import type { FieldColumn } from './schema.ts';
import type { SearchPort } from './search-port.ts';
import { parseSql } from './sql/parse-sql.ts';
import { likeToWildcard } from './sql/sql-dialect.ts';
import { Interval } from './value.ts';

const openContext = (source: string): QueryContext => ({
  language: 'esql',
  source,
  timeZone: 'UTC',
  nowMs: Date.UTC(2024, 0, 31, 12),
  warnings: new Warnings(),
  texts: new TextBudget(),
});

const nowhere: SearchPort = {
  search: () => expect.unreachable(),
  pages: () => expect.unreachable(),
};

async function row(expressions: string) {
  const source = `row ${expressions}`;
  const running = { context: openContext(source), port: nowhere, lists: 'keep' as const };
  const resolve = () => expect.unreachable();
  const options = { running, filter: undefined, parameters: new Map(), version: '', resolve };
  const { columns, rows } = await runEsql(source, options);
  return { values: rows[0], types: columns.map(({ type }) => type) };
}

test.each<readonly [string, readonly unknown[], readonly string[]]>([
  [
    '1 + 2 * 3, (1 + 2) * 3, 7 / 2, 7 / 2.0, -7 % 3',
    [7, 9, 3, 3.5, -1],
    ['integer', 'integer', 'integer', 'double', 'integer'],
  ],
  [
    '9007199254740993 + 1, 3000000000 * 3000000000',
    [9007199254740994n, 9_000_000_000_000_000_000n],
    ['long', 'long'],
  ],
  [
    'round(2.345, 2), round(-2.5), floor(2.7), ceil(2.1), log(8, 64), greatest(1, 3), least("b", "a")',
    [2.35, -3, 2, 3, 2, 3, 'a'],
    ['double', 'double', 'double', 'double', 'double', 'integer', 'keyword'],
  ],
  [
    'substring("Hello", 2, 3), left("héllo", 2), right("héllo", 2), locate("abc", "c"), reverse("ab"), trim(" a ")',
    ['ell', 'hé', 'lo', 3, 'ba', 'a'],
    ['keyword', 'keyword', 'keyword', 'integer', 'keyword', 'keyword'],
  ],
  [
    'replace("a1b22", "[0-9]+", "-"), concat("a", "b", "c"), to_base64("a"), ends_with("abc", "bc")',
    ['a-b-', 'abc', 'YQ==', true],
    ['keyword', 'keyword', 'keyword', 'boolean'],
  ],
  [
    'null and false, null or true, not null, null == 1, 2 in (1, 2), 3 in (1, null)',
    [false, true, null, null, true, null],
    Array(6).fill('boolean'),
  ],
  [
    'case(false, 1, null, 2, 3), case(true, "a"), coalesce(null, 2)',
    [3, 'a', 2],
    ['integer', 'keyword', 'integer'],
  ],
  [
    'now() - 1 month, date_trunc(1 month, now()), date_diff("month", to_datetime("2024-01-31"), to_datetime("2024-03-30"))',
    [Date.UTC(2023, 11, 31, 12), Date.UTC(2024, 0, 1), 1],
    ['date', 'date', 'integer'],
  ],
  [
    'date_diff("day", to_datetime("2024-03-02"), to_datetime("2024-02-28")), date_parse("yyyy/MM/dd", "2024/02/03")',
    [-3, Date.UTC(2024, 1, 3)],
    ['integer', 'date'],
  ],
  [
    'mv_sort([3, 1, 2], "DESC"), mv_slice([1, 2, 3], 1), mv_max([3, 1]), mv_avg([1, 2]), mv_dedupe(["a", "a"]), mv_median([4, 1, 3])',
    [[3, 2, 1], 2, 3, 1.5, 'a', 3],
    ['integer', 'integer', 'integer', 'double', 'keyword', 'double'],
  ],
  [
    'to_integer("12"), to_integer("x"), "1.5"::double, to_ip("::1"), to_ip("x"), to_long(2.7)',
    [12, null, 1.5, '::1', null, 3],
    ['integer', 'integer', 'double', 'ip', 'ip', 'long'],
  ],
  [
    'to_datetime(8640000000000001), 1 / 0, log(0), repeat("a", 2000000)',
    [null, null, null, null],
    ['date', 'integer', 'double', 'keyword'],
  ],
  [
    'cidr_match("10.1.2.3", "10.0.0.0/8"), "abc" like "a*", "abc" rlike "a.c", "a*c" like "a\\\\*c"',
    [true, true, true, true],
    Array(4).fill('boolean'),
  ],
])('%s', async (expressions, values, types) => {
  expect(await row(expressions)).toEqual({ values, types });
});

test('days and months begin by the local clock', () => {
  const day = new Interval(0, 86_400_000);
  // Clocks went forward on 31 March 2024: the day had 23 hours.
  expect(truncateTime(Date.UTC(2024, 2, 31, 21), day, 'Europe/Berlin')).toBe(
    Date.UTC(2024, 2, 30, 23),
  );
  expect(truncateTime(Date.UTC(2024, 2, 31, 22), day, 'Europe/Berlin')).toBe(
    Date.UTC(2024, 2, 31, 22),
  );
  // 3 January 2024 was a Wednesday.
  expect(truncateTime(Date.UTC(2024, 0, 3), new Interval(0, 7 * 86_400_000), 'UTC')).toBe(
    Date.UTC(2024, 0, 1),
  );
  expect(truncateTime(Date.UTC(2024, 4, 3), new Interval(3, 0), 'UTC')).toBe(Date.UTC(2024, 3, 1));
});

test('signs of LIKE become those of wildcards', () => {
  expect(likeToWildcard('a%_b')).toBe('a*?b');
  expect(likeToWildcard('a*?\\')).toBe('a\\*\\?\\\\');
  expect(likeToWildcard('100!%%', '!')).toBe('100%*');
});

const HOST: FieldColumn = {
  name: 'host',
  field: 'host',
  type: 'keyword',
  isAggregatable: true,
  isMultiField: false,
};

/** Searches that find the same page again and again. */
function endless(host: string): SearchPort {
  return {
    ...nowhere,
    async *pages(_body, _fields, size) {
      const hits = Array.from({ length: size }, () => ({ fields: { host: [host] } }));
      for (;;) {
        yield { hits: { hits } };
      }
    },
  };
}

test('more rows than may be read are an error, and so are longer texts', async () => {
  const scan = openScan([HOST], [HOST], []);
  const read = (host: string) =>
    readScan(scan, endless(host), { context: openContext(''), lists: 'keep' });
  await expect(read('a')).rejects.toThrow('the rows of more than [50000] documents');
  await expect(read('a'.repeat(10_000))).rejects.toThrow(
    'texts of more than [134217728] characters',
  );
});

test.each([
  [
    'sql',
    parseSql,
    'select|a|"b c"|,|(|)|from|x|where|=|\'t\'|like|and|not|in|1|2.5|group by|order by|*|case|when|end|interval|day|?|.|-|limit|::|cast(|{',
  ],
  [
    'esql',
    parseEsql,
    'from|row|a|`b`|,|(|)|\\||where|==|"t"|like|and|not|in|1|2.5|stats|by|sort|*|keep|rename|as|eval|=|?|.|-|limit|::|[|]|:|dissect|metadata',
  ],
] as const)(
  '%s: whatever the text, the answer is a query or an error of ours',
  (_, parse, words) => {
    const pieces = words.split(/(?<!\\)\|/).map((word) => word.replace('\\|', '|'));
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    let read = 0;
    for (let i = 0; i < 5_000; i += 1) {
      const rest = Array.from({ length: 1 + next(12) }, () => pieces[next(pieces.length)]);
      const text = [pieces[next(2)], ...rest].join(' ');
      try {
        parse(text, new Map());
        read += 1;
      } catch (error) {
        expect(error, text).toBeInstanceOf(LongshoreError);
      }
    }
    expect(read).toBeGreaterThan(10);
  },
);
