import { expect, test } from 'vitest';
import {
  bool,
  column,
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
