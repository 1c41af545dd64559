import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestEngine, type TestEngine } from '../testing.ts';
import {
  bool,
  float,
  int,
  ip,
  join,
  moment,
  type Param,
  raw,
  sql,
  string,
  strings,
} from './sql.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const RUNS = { numRuns: 40 };

/** What the engine reads for each value, all in one statement. */
async function readBack(values: readonly Param[], read = (value: Param) => sql`${value}`) {
  const columns = values.map((value, i) => sql`${read(value)} AS ${raw(`c${i}`)}`);
  const [row] = await engine.query(sql`SELECT ${join(columns, ', ')}`, { timeoutMs: 10_000 });
  return values.map((_, i) => row?.[`c${i}`]);
}

const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '\\',
      '\0',
      '\n',
      '\r',
      '\t',
      '`',
      '"',
      '%',
      '{',
      '}',
      '?',
      '0',
      'x',
      ';',
      '-',
      '/',
      '*',
    ),
  }),
);
const many = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.array(arbitrary, { minLength: 1, maxLength: 30 });
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

test('the engine reads every text back unchanged, but for half characters', async () => {
  await fc.assert(
    fc.asyncProperty(many(odd), async (texts) => {
      expect(await readBack(texts.map(string))).toEqual(texts.map(wellFormed));
    }),
    RUNS,
  );
});

test('every byte below 256 and every kind of half character comes back', async () => {
  const all = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i));
  const texts = [...all, all.join(''), '\ud800', 'a\udc00b', '\ud83d\ude00', '\u2028', '\ufeff'];
  expect(await readBack(texts.map(string))).toEqual(texts.map(wellFormed));
});

test('the engine reads lists of texts back unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(odd), async (texts) => {
      const read = (value: Param) => sql`arrayConcat(${value}, [''])`;
      expect(await readBack([strings(texts)], read)).toEqual([[...texts.map(wellFormed), '']]);
    }),
    RUNS,
  );
});

test('the engine reads every integer of 64 bits back unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(many(fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n)), async (values) => {
      const read = (value: Param) => sql`toString(${value})`;
      expect(await readBack(values.map(int), read)).toEqual(values.map(String));
    }),
    RUNS,
  );
});

test('the engine reads every finite number back unchanged', async () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  await fc.assert(
    fc.asyncProperty(many(finite), async (values) => {
      const read = (value: Param) => sql`toString(reinterpretAsUInt64(${value}))`;
      const bits = values.map((value) => {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleLE(value);
        return String(bytes.readBigUInt64LE());
      });
      expect(await readBack(values.map(float), read)).toEqual(bits);
    }),
    RUNS,
  );
});

test('the engine reads moments and truth values back unchanged', async () => {
  const moments = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2299, 11, 31) });
  await fc.assert(
    fc.asyncProperty(many(moments), fc.boolean(), async (values, truth) => {
      const read = (value: Param) => sql`toUnixTimestamp64Milli(${value})`;
      expect(await readBack(values.map(moment), read)).toEqual(values);
      expect(await readBack([bool(truth)])).toEqual([truth]);
    }),
    RUNS,
  );
});

test('the engine reads every address back, IPv4 as a mapped one', async () => {
  await fc.assert(
    fc.asyncProperty(many(fc.ipV4()), many(fc.ipV6()), async (v4, v6) => {
      expect(await readBack(v4.map(ip))).toEqual(v4.map((address) => `::ffff:${address}`));
      const read = (value: Param) => sql`${value} = toIPv6(${string(String(value.value))})`;
      expect(await readBack(v6.map(ip), read)).toEqual(v6.map(() => 1));
    }),
    RUNS,
  );
});
