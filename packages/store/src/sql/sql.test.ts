import { expect, test } from 'vitest';
import {
  bool,
  column,
  computedTable,
  float,
  int,
  ip,
  join,
  moment,
  print,
  raw,
  sql,
  string,
  strings,
} from './sql.ts';

test('values stay values: what is in a text cannot end it', () => {
  const evil = `'; DROP TABLE ls.x; -- \\' \0`;
  expect(print(sql`SELECT ${string(evil)}`)).toBe(
    String.raw`SELECT '\'; DROP TABLE ls.x; -- \\\' \0'`,
  );
  expect(print(sql`SELECT ${column('a`b\\')}`)).toBe('SELECT `a\\`b\\\\`');
});

test('pieces nest and keep the order of their values', () => {
  const either = join([sql`a = ${int(1)}`, sql`b = ${bool(true)}`], ' OR ');
  const list = strings(['x', "y'"]);
  expect(print(sql`SELECT 1 WHERE (${either}) AND c IN ${list} ${raw('LIMIT 5')}`)).toBe(
    "SELECT 1 WHERE (a = toInt64(1) OR b = true) AND c IN ['x', 'y\\''] LIMIT 5",
  );
});

test.each([
  ['no number', () => float(Number.NaN)],
  ['an endless number', () => float(Number.POSITIVE_INFINITY)],
  ['an integer beyond 64 bits', () => int(2n ** 64n)],
  ['an integer below 64 bits', () => int(-(2n ** 63n) - 1n)],
  ['a number that is not whole as an integer', () => int(1.5)],
  ['no moment', () => moment(Number.NaN)],
  ['an address with a zone', () => ip('fe80::1%eth0')],
  ['no address', () => ip("::1') OR (1=1")],
])('%s is refused, since it has no literal', (_, value) => {
  expect(() => print(sql`SELECT ${value()}`)).toThrow();
});

test('a table has those of its computed columns that the statement names, and those that they need', () => {
  const table = computedTable(raw('t'), [
    { name: 'r_a', value: sql`x + ${int(1)}` },
    { name: 'r_b', value: sql`${column('r_a')} * 2` },
    { name: 'r_c', value: sql`slow(x)` },
  ]);
  const a = 'x + toInt64(1) AS `r_a`';
  expect(print(sql`SELECT 1 FROM ${table}`)).toBe('SELECT 1 FROM t');
  expect(print(sql`SELECT ${column('r_a')} FROM ${table}`)).toBe(
    `SELECT \`r_a\` FROM (SELECT *, ${a} FROM t)`,
  );
  expect(print(sql`SELECT 1 FROM ${table} WHERE ${column('r_b')} > 0`)).toBe(
    `SELECT 1 FROM (SELECT *, \`r_a\` * 2 AS \`r_b\`, ${a} FROM t) WHERE \`r_b\` > 0`,
  );
});
