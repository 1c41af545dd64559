import { LongshoreError } from '@longshore/common/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactNumber } from '../index/exact-json.ts';
import { compileScript } from './compile-script.ts';

/** Runs a text as a script; whatever it is, nothing but an error of the API comes out. */
function tryScript(source: string): string {
  const ctx = { _source: { a: 1, b: 'text', c: [1, 2.5, 'x'], d: { e: null } }, op: 'index' };
  try {
    compileScript(source).run({ ctx, params: { n: 3 } });
    JSON.stringify(ctx);
    return 'ran';
  } catch (error) {
    expect(error, source).toBeInstanceOf(LongshoreError);
    return 'refused';
  }
}

const WORDS = [
  ...['ctx', '._source', '.a', '.b', '.c', "['d']", '[0]', '[-1]', '?.', '.', 'params.n', 'x'],
  ...['def x = ', 'int y = ', 'long z = ', 'String s = ', 'int[] q = ', '=', '+=', '++', '--'],
  ...['+', '-', '*', '/', '%', '<<', '>>>', '&', '|', '^', '~', '!', '==', '!=', '<', '>=', '&&'],
  ...['1', '0', '2147483647', '9223372036854775807L', '1.5', '2f', "'text'", 'null', 'true'],
  ...['if (', 'else', 'while (', 'for (', 'def v : ', ')', '{', '}', ';', ' return ', 'break;'],
  ...['[', ']', '[:]', ',', ':', '?', '(int)', '(String)', 'instanceof List', '->', '::', '/a+/'],
  ...['.add(1)', '.size()', '.length()', '.substring(1)', '.toString()', '.get(0)', '.keySet()'],
  ...['Math.max(', 'Integer.parseInt(', 'new ArrayList(', 'new HashMap()', 'try {', '} catch ('],
  ...['Exception e', 'throw new RuntimeException(', '.stream()', '.map(i -> i + 1)', '.sort(null)'],
];

test('no text makes a script throw anything but an error of the API', () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 80, unit: 'grapheme' }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 20 }).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(texts, (source) => {
      tryScript(source);
    }),
    { numRuns: 5_000 },
  );
});

const REAL = [
  "if (ctx._source.c != null && ctx._source.c.contains('x')) { ctx._source.c.removeIf(i -> i == 'x'); }",
  'def m = [:]; for (def e : ctx._source.entrySet()) { m[e.getKey()] = e.getValue(); } ctx._source.copy = m;',
  'int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); } ctx._source.fib = f(12);',
  "String s = ''; for (int i = 0; i < 5; i++) { s += ctx._source.b.substring(i % 3); } ctx._source.s = s;",
  'try { ctx._source.n = Integer.parseInt(ctx._source.b) } catch (Exception e) { ctx._source.error = e.getMessage() }',
];

test('real scripts run, and what is cut out of them or put into them is run or refused', () => {
  for (const source of REAL) {
    expect(tryScript(source), source).toBe('ran');
  }
  const mutated = fc.tuple(
    fc.constantFrom(...REAL),
    fc.nat(120),
    fc.nat(6),
    fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 3 })),
  );
  fc.assert(
    fc.property(mutated, ([source, at, count, text]) => {
      tryScript(source.slice(0, at) + text + source.slice(at + count));
    }),
    { numRuns: 5_000 },
  );
});

const OPERATORS = ['+', '-', '*', '/', '%', '&', '|', '^'] as const;

function reference(operator: (typeof OPERATORS)[number], a: bigint, b: bigint, bits: number) {
  const exact = {
    '+': () => a + b,
    '-': () => a - b,
    '*': () => a * b,
    '/': () => (b === 0n ? undefined : a / b),
    '%': () => (b === 0n ? undefined : a % b),
    '&': () => a & b,
    '|': () => a | b,
    '^': () => a ^ b,
  }[operator]();
  return exact === undefined ? undefined : BigInt.asIntN(bits, exact);
}

const asBigInt = (value: unknown): bigint =>
  BigInt(value instanceof ExactNumber ? value.text : Number(value));

test.each([
  { kind: 'int', suffix: '', bits: 32 },
  { kind: 'long', suffix: 'L', bits: 64 },
])('arithmetic on $kind wraps, cuts and divides as in Java', ({ suffix, bits }) => {
  const edge = 2n ** BigInt(bits - 1);
  const numbers = fc.oneof(
    fc.constantFrom(0n, 1n, -1n, edge - 1n, -edge, 2n, -7n),
    fc.bigInt({ min: -edge, max: edge - 1n }),
  );
  fc.assert(
    fc.property(numbers, numbers, fc.constantFrom(...OPERATORS), (a, b, operator) => {
      const source = `def a = ${a}${suffix}; def b = ${b}${suffix}; a ${operator} b`;
      const expected = reference(operator, a, b, bits);
      if (expected === undefined) {
        expect(() => compileScript(source).run({})).toThrow('runtime error');
      } else {
        expect(asBigInt(compileScript(source).run({})), source).toBe(expected);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('numbers of a document come back with every digit', () => {
  const numbers = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => `${value}`),
  );
  fc.assert(
    fc.property(numbers, (text) => {
      const exact = String(Number(text)) === text ? Number(text) : new ExactNumber(text);
      const ctx = { a: exact };
      compileScript('ctx.b = ctx.a').run({ ctx });
      const { b }: { a: unknown; b?: unknown } = ctx;
      expect(Number(b instanceof ExactNumber ? b.text : b)).toBe(Number(text));
      expect(/[.e]/i.test(text) || asBigInt(b) === BigInt(text)).toBe(true);
    }),
  );
});

test.each([
  ['parentheses', '('.repeat(60_000)],
  ['a chain of additions', `1${'+1'.repeat(30_000)}`],
  ['signs', `${'!'.repeat(60_000)}true`],
  ['members', `ctx${'.a'.repeat(30_000)}`],
  ['blocks', '{'.repeat(60_000)],
  ['branches', `${'if (params.n == 1) {} else '.repeat(2_000)}{}`],
  ['lambdas', `def f = ${'x -> '.repeat(10_000)}1`],
])('%s without an end are refused or run, and the stack holds', (_name, source) => {
  tryScript(source);
});
