import { LongshoreError } from '@longshore/common/errors';
import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../index/exact-json.ts';
import { compileScript } from './compile-script.ts';

const run = (source: string, bindings: Readonly<Record<string, unknown>> = {}) =>
  compileScript(source).run(bindings);

const failure = (source: string, bindings: Readonly<Record<string, unknown>> = {}) => {
  try {
    run(source, bindings);
  } catch (error) {
    if (error instanceof LongshoreError) {
      const cause = error.cause instanceof LongshoreError ? error.cause : undefined;
      return {
        type: error.type,
        reason: error.message,
        position: error.details.position,
        cause: `${cause?.type}: ${cause?.message}`,
      };
    }
    throw error;
  }
  throw new Error(`[${source}] did not fail`);
};

describe('numbers follow the types of Java', () => {
  test.each([
    ['7 / 2', 3],
    ['-7 / 2', -3],
    ['-7 % 3', -1],
    ['7 / 2.0', 3.5],
    ['2147483647 + 1', -2147483648],
    ['2147483647L + 1', 2147483648],
    ['9223372036854775807L + 1', new ExactNumber('-9223372036854775808')],
    ['(int) 3.99', 3],
    ['(byte) 300', 44],
    ['(char) 65', 'A'],
    ["'a' + 1 + 2", 'a12'],
    ["1 + 2 + 'a'", '3a'],
    ["'' + 1.0", '1.0'],
    ["'' + 12345678.9", '1.23456789E7'],
    ["'' + 0.1f", '0.1'],
    ['1 << 33', 2],
    ['-1 >>> 28', 15],
    ['0x1F + 010', 39],
    ['int x = 5; x /= 2.0; x', 2],
    ['long x = 5; x / 2', 2],
    ['double x = 5; x / 2', 2.5],
    ['1.5 + 1.5', new ExactNumber('3.0')],
    ['1 == 1.0 && 1L == 1', true],
    ['Math.max(1, 2L)', 2],
    ['Math.round(2.5)', 3],
    ['Math.floorMod(-7, 3)', 2],
  ])('%s', (source, expected) => {
    expect(run(source)).toEqual(expected);
  });
});

describe('statements and expressions', () => {
  test.each([
    ['int s = 0; for (int i = 0; i < 5; i++) { if (i == 3) { continue; } s += i } return s', 7],
    ['int s = 0; for (def x : [1, 2, 3]) { s += x } s', 6],
    ['int s = 0; for (x in [1, 2, 3]) { s += x } s', 6],
    ['int i = 0; while (true) { i++; if (i > 9) break; } i', 10],
    ['int i = 0; do { i += 2 } while (i < 5); i', 6],
    ["def m = ['a': 1, 'b': [:]]; m.b.c = 2; m", { a: 1, b: { c: 2 } }],
    ['def l = [3, 1, 2]; l.sort((a, b) -> a - b); l', [1, 2, 3]],
    ['def l = [1, 2, 3, 4]; l.removeIf(x -> x % 2 == 0); l', [1, 3]],
    [
      "['b', 'a'].stream().map(x -> x.toUpperCase()).sorted().collect(Collectors.toList())",
      ['A', 'B'],
    ],
    ["def x = null; x?.length() ?: 'none'", 'none'],
    ['int f(int n) { return n < 2 ? 1 : n * f(n - 1) } f(10)', 3628800],
    [
      "try { Integer.parseInt('x') } catch (NumberFormatException e) { return e.getMessage() }",
      'For input string: "x"',
    ],
    ["try { throw new IllegalStateException('no') } catch (Exception e) { e.message }", 'no'],
    ["'abc' =~ /b/ && !('abc' ==~ /b/)", true],
    ["def m = /(\\d+)-(\\d+)/.matcher('10-20'); m.find() ? m.group(2) : null", '20'],
    ["'a,b,,c'.splitOnToken(',')", ['a', 'b', '', 'c']],
    ["'x' instanceof String && [1] instanceof List && !(null instanceof Object)", true],
    ['if (params.a > 1) { 10 } else { 20 }', 20],
    ["List<Map<String, List<Object>>> l = new ArrayList(); l.add(['k': [1]]); l[0].k[-1]", 1],
    ['def f = Integer::parseInt; f.apply("12") + 1', 13],
    ['Supplier s = () -> 4; s.get()', 4],
    ['int[] a = new int[] {1, 2}; a[1] += 3; a.length + a[1]', 7],
  ])('%s', (source, expected) => {
    expect(run(source, { params: { a: 1 } })).toEqual(expected);
  });
});

describe('times', () => {
  test.each([
    [
      "ZonedDateTime.parse('2024-02-29T23:30:00+02:00').plusYears(1)",
      '2025-02-28T23:30:00.000+02:00',
    ],
    ["Instant.ofEpochMilli(0L).atZone(ZoneId.of('Asia/Seoul')).getHour()", 9],
    ["ZonedDateTime.parse('2024-05-01T10:00:00Z').dayOfWeekEnum.value", 3],
    [
      "ZonedDateTime.parse('2024-05-01T10:00:00Z').getMonth().getDisplayName(TextStyle.SHORT, Locale.ROOT)",
      'May',
    ],
    [
      "ChronoUnit.DAYS.between(Instant.parse('2024-01-01T00:00:00Z'), Instant.parse('2024-03-01T12:00:00Z'))",
      60,
    ],
    [
      "ChronoUnit.MONTHS.between(ZonedDateTime.parse('2024-01-31T00:00:00Z'), ZonedDateTime.parse('2024-03-30T00:00:00Z'))",
      1,
    ],
    [
      "ZonedDateTime.parse('2024-05-01T10:11:12.123456Z').truncatedTo(ChronoUnit.MINUTES).toString()",
      '2024-05-01T10:11Z',
    ],
    ["ZonedDateTime.parse('2024-05-01T10:11:12.5Z').toInstant().toEpochMilli()", 1714558272500],
    [
      "DateTimeFormatter.ofPattern('yyyy/MM/dd HH:mm').format(ZonedDateTime.parse('2024-05-01T10:11:12Z'))",
      '2024/05/01 10:11',
    ],
    [
      "ZonedDateTime.parse('2024-05-01T10:00:00Z').isAfter(ZonedDateTime.parse('2024-05-01T10:00:00+01:00'))",
      true,
    ],
    ['new Date().getTime()', 5_000],
    ['System.currentTimeMillis()', 5_000],
  ])('%s', (source, expected) => {
    expect(compileScript(source, { now: () => 5_000 }).run({})).toEqual(expected);
  });
});

test('functions of the caller are called, and their errors can be caught', () => {
  const statics = new Map([
    ['Processors.half/1', ([value]: readonly unknown[]) => Number(value) / 2],
    [
      'Processors.fail/0',
      () => {
        throw new LongshoreError('illegal_argument_exception', 400, 'no');
      },
    ],
  ]);
  const source =
    'def x; try { Processors.fail() } catch (IllegalArgumentException e) { x = e.message } x + Processors.half(3)';
  expect(compileScript(source, { statics }).run({})).toBe('no1.5');
  expect(() => compileScript('Processors.fail()', { statics }).run({})).toThrow('runtime error');
  expect(failure('Processors.half(1)').reason).toBe('compile error');
});

describe('what pipelines do', () => {
  test.each([
    [
      "boolean isEmpty(Object o) { if (o instanceof Map) { ((Map) o).values().removeIf(v -> isEmpty(v)); return ((Map) o).isEmpty(); } if (o instanceof List) { ((List) o).removeIf(v -> isEmpty(v)); return ((List) o).length == 0; } return o == null || o == '' } isEmpty(ctx)",
      { a: { x: null, y: {}, z: 1 }, l: [null, '', {}] },
      { a: { z: 1 } },
    ],
    [
      "def m = /^(?<host>[^:]+):(\\d+)$/.matcher(ctx.s); if (m.matches()) { ctx.host = m.group('host'); ctx.port = Integer.parseInt(m.group(2)); }",
      { s: 'web:80' },
      { s: 'web:80', host: 'web', port: 80 },
    ],
    [
      "for (def part : /[,;]/.split(ctx.s)) { String[] kv = part.splitOnToken('='); if (kv.length != 2) { continue; } ctx[kv[0]] = kv[1]; }",
      { s: 'a=1;b=2,c' },
      { s: 'a=1;b=2,c', a: '1', b: '2' },
    ],
    [
      'long sum = 0; for (def v : ctx.list) { sum += v; } ctx.mean = (double) sum / ctx.list.size();',
      { list: [1, 2, 6] },
      { list: [1, 2, 6], mean: new ExactNumber('3.0') },
    ],
    [
      "ctx.m.computeIfAbsent('k', k -> new ArrayList()).add(ctx.remove('old'))",
      { m: {}, old: 5 },
      { m: { k: [5] } },
    ],
  ])('%s', (source, ctx, expected) => {
    run(source, { ctx });
    expect(ctx).toEqual(expected);
  });

  test('only what the caller gives as a function can be called', () => {
    expect(failure('params()').cause).toContain('Unknown call [params]');
  });
});

describe('a document', () => {
  test('is changed in place, and holds plain values afterwards', () => {
    const ctx = { _source: { n: 1, tags: ['a'], big: new ExactNumber('9007199254740993') } };
    run(
      "ctx._source.n += 1.0; ctx._source.tags.add('b'); ctx['_source']['m'] = ['k': 1L]; ctx._source.big += 1",
      { ctx },
    );
    expect(ctx).toEqual({
      _source: {
        n: new ExactNumber('2.0'),
        tags: ['a', 'b'],
        m: { k: 1 },
        big: new ExactNumber('9007199254740994'),
      },
    });
  });

  test('loses members through views of its keys', () => {
    const ctx: Record<string, unknown> = { a: null, b: 1 };
    run('ctx.entrySet().removeIf(e -> e.getValue() == null)', { ctx });
    expect(ctx).toEqual({ b: 1 });
  });

  test('can not reach the prototype of anything', () => {
    const ctx: Record<string, unknown> = {};
    run("ctx.__proto__ = ['x': 1]; ctx['constructor'] = 1", { ctx });
    expect(Object.keys(ctx)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(ctx)).toBe(Object.prototype);
    expect(run('ctx.constructor', { ctx: {} })).toBeNull();
    expect(failure('ctx.a.toFixed(1)').reason).toBe('compile error');
    expect(failure("'a'.constructor").cause).toContain('not found');
  });
});

/** A list that is small in memory and has 2^60 items to whoever goes through it. */
const LAUGHS = "def a = ['x']; for (int i = 0; i < 60; i++) { a = [a, a] }";

describe('errors', () => {
  test('of compiling name the place', () => {
    expect(failure("_score * foo bar + doc['myParent.weight'].value")).toEqual({
      type: 'script_exception',
      reason: 'compile error',
      position: { offset: 13, start: 0, end: 38 },
      cause: expect.stringMatching(/^illegal_argument_exception: unexpected token \['bar'\]/),
    });
  });

  test.each([
    ['foo + 1', 'cannot resolve symbol [foo]'],
    ['while (true) {}', 'no paths escape from while loop'],
    ['Math.nothing(1)', 'static method [Math, nothing/1] not found'],
    ['new File("/")', "unexpected token ['File'] was expecting one of [{TYPE}]."],
    ['int a = 1; int a = 2', 'variable [a] is already defined'],
    ['ctx = 1', 'cannot assign a value to the read-only variable [ctx]'],
    ['"\\n"', 'The only valid escape sequences in strings starting with ["]'],
    ['/(?=x)/', 'look-around'],
    ['99999999999', 'Invalid int constant [99999999999].'],
  ])('%s is refused', (source, reason) => {
    const found = failure(source);
    expect(found).toMatchObject({ reason: 'compile error' });
    expect(found.cause).toContain(reason);
  });

  test.each([
    ['1 / 0', 'arithmetic_exception: / by zero'],
    ['ctx.a.b', 'null_pointer_exception: cannot access method/field [b] from a null def reference'],
    ['[1][1]', 'index_out_of_bounds_exception: Index 1 out of bounds for length 1'],
    ["'a' - 1", 'class_cast_exception: Cannot apply [-] operation'],
    ["Integer.parseInt('x')", 'number_format_exception: For input string: "x"'],
    ["throw new IllegalArgumentException('no')", 'illegal_argument_exception: no'],
    ['for (;;) { if (ctx.x == 1) break }', 'painless_error: The maximum number of statements'],
    ['int f(int n) { return f(n + 1) } f(0)', 'painless_error: more than 100 calls'],
    ["String s = 'ab'; for (int i = 0; i < 99; i++) { s += s }", 'painless_error: a text of more'],
    ['def l = [1]; for (int i = 0; i < 99; i++) { l.addAll(l) }', 'painless_error: a collection'],
    [`${LAUGHS} '' + a`, 'painless_error: The maximum number of statements'],
    [`${LAUGHS} def b = a; ${LAUGHS.replace('def a', 'a')} b == a`, 'painless_error: The maximum'],
    [`${LAUGHS} ctx.a = a`, 'painless_error: a script left more than'],
    [
      "String s = 'x'.repeat(500000); int n = 0; for (int i = 0; i < 999; i++) { n += s.indexOf('y') } n",
      'painless_error: The maximum',
    ],
    [
      "String s = 'x'.repeat(90000); for (int i = 0; i < 99; i++) { if (s =~ /y/) { break } }",
      'painless_error: The maximum',
    ],
    ['def x = [:]; x.y = x; ctx.z = x', 'illegal_argument_exception: Iterable object is self-ref'],
  ])('%s fails when it runs', (source, cause) => {
    const found = failure(source, { ctx: {} });
    expect(found).toMatchObject({ reason: 'runtime error' });
    expect(found.cause).toContain(cause);
  });

  test('what can not be kept is taken out of the document', () => {
    const ctx = { kept: 1 };
    expect(() => run(`ctx.kept = 2.0; ${LAUGHS} ctx.lost = a`, { ctx })).toThrow('runtime error');
    expect(ctx).toEqual({ kept: new ExactNumber('2.0') });
  });

  test('limits can not be caught', () => {
    const source = 'try { for (;;) { if (ctx.x == 1) break } } catch (Throwable e) { 1 }';
    expect(failure(source, { ctx: {} }).cause).toContain('maximum number of statements');
  });
});
