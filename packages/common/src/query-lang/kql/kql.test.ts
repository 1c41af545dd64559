import { expect, test } from 'vitest';
import { type KqlNode, KqlSyntaxError, type KqlValue, parseKql } from './parser.ts';
import { kqlToQuery } from './to-query.ts';

const showValue = (value: KqlValue): string =>
  value.kind === 'wildcard'
    ? `~${value.parts.join('*')}~`
    : value.isQuoted
      ? `"${value.text}"`
      : value.text;

/** A tree as a text with every bracket. */
function show(node: KqlNode): string {
  switch (node.kind) {
    case 'all':
      return 'all';
    case 'and':
    case 'or':
      return `(${node.nodes.map(show).join(` ${node.kind} `)})`;
    case 'not':
      return `!${show(node.node)}`;
    case 'nested':
      return `${node.path}{${show(node.node)}}`;
    case 'range':
      return `${showValue(node.field)} ${node.operator} <${node.text}>`;
    case 'is':
      return `${node.field === undefined ? '' : `${showValue(node.field)}=`}<${showValue(node.value)}>`;
  }
}

test.each([
  ['', 'all'],
  ['  ', 'all'],
  ['error', '<error>'],
  ['connection refused', '<connection refused>'],
  ['"connection refused"', '<"connection refused">'],
  ['response:200', 'response=<200>'],
  ['response : 200', 'response=<200>'],
  ['message:quick brown', 'message=<quick brown>'],
  ['a:1 and b:2 or c:3', '((a=<1> and b=<2>) or c=<3>)'],
  ['a:1 or b:2 and c:3', '(a=<1> or (b=<2> and c=<3>))'],
  ['a:1 and (b:2 or c:3)', '(a=<1> and (b=<2> or c=<3>))'],
  ['NOT a:1 AND b:2', '(!a=<1> and b=<2>)'],
  ['not not a:1', '!!a=<1>'],
  ['not (a:1 or b)', '!(a=<1> or <b>)'],
  ['a:(1 or 2)', '(a=<1> or a=<2>)'],
  ['a:(x and not (y or "z z"))', '(a=<x> and !(a=<y> or a=<"z z">))'],
  ['bytes >= 1000', 'bytes gte <1000>'],
  ['bytes>-5 and bytes<= 7', '(bytes gt <-5> and bytes lte <7>)'],
  ['@timestamp < "2024-01-01T10:00:00Z"', '@timestamp lt <2024-01-01T10:00:00Z>'],
  ['agent.name:win*', 'agent.name=<~win*~>'],
  ['machine.os*:*a*b', '~machine.os*~=<~*a*b~>'],
  ['response:*', 'response=<~*~>'],
  ['"a field":x', '"a field"=<x>'],
  ['items:{ name:x and stock > 10 }', 'items{(name=<x> and stock gt <10>)}'],
  ['a:{ b:{ c:1 } or d:2 }', 'a{(b{c=<1>} or d=<2>)}'],
  ['a\\:b\\(c\\)\\*:\\"x\\\\', 'a:b(c)*=<"x\\>'],
  ['a:x \\and y', 'a=<x and y>'],
  ['a:x\\u0020\\ty', 'a=<x \ty>'],
  ['a:"x\\"y\\d\\\\"', 'a=<"x"y\\d\\">'],
  ['a:"x*"', 'a=<"x*">'],
  ['or', '<or>'],
  ['cannot connect', '<cannot connect>'],
  ['order and android', '(<order> and <android>)'],
  ['band or hand', '(<band> or <hand>)'],
  ['a:1 and(b:2)', '(a=<1> and b=<2>)'],
  ['컨테이너:재시작 or b', '(컨테이너=<재시작> or <b>)'],
])('%s reads as %s', (text, expected) => {
  expect(show(parseKql(text))).toBe(expected);
});

test.each([
  ['foo:bar:baz', 7, 'Expected AND, OR, end of input but ":" found.'],
  ['a:', 2, 'Expected "(", "{", value but end of input found.'],
  ['a and ', 6, 'Expected NOT, field name, value, "(" but end of input found.'],
  ['(a or b', 7, 'Expected AND, OR, ")" but end of input found.'],
  ['a:(b or ', 8, 'Expected NOT, value, "(" but end of input found.'],
  ['a)', 1, 'Expected AND, OR, end of input but ")" found.'],
  ['()', 1, 'Expected NOT, field name, value, "(" but ")" found.'],
  ['n:{ a:1', 7, 'Expected AND, OR, "}" but end of input found.'],
  ['a > ', 4, 'Expected literal but end of input found.'],
  ['a > 1*', 4, 'Expected literal but "1" found.'],
  ['a:"x', 4, 'Expected "\\"" but end of input found.'],
  ['a:\\d', 2, 'Expected escaped character but "\\" found.'],
  ['at < 2024-01-01T10:00', 18, 'Expected AND, OR, end of input but ":" found.'],
])('%s is refused at %i: %s', (text, position, message) => {
  expect(() => parseKql(text)).toThrow(
    expect.objectContaining({ name: 'KqlSyntaxError', position, message }),
  );
});

test('brackets, negations and the text have a limit', () => {
  const refused = [`${'('.repeat(101)}a${')'.repeat(101)}`, `${'not '.repeat(101)}a`];
  for (const text of [...refused, 'a'.repeat(100_001)]) {
    expect(() => parseKql(text)).toThrow(/at most/);
  }
  expect(show(parseKql(`${'('.repeat(100)}a${')'.repeat(100)}`))).toBe('<a>');
});

test('whatever the text, the answer is a tree or a syntax error', () => {
  const signs = [
    'a',
    'b:',
    '"',
    '(',
    ')',
    '{',
    '}',
    '*',
    '\\',
    ' ',
    ' and ',
    ' or',
    'not ',
    '<',
    '>=',
    '한',
  ];
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let i = 0; i < 5_000; i += 1) {
    const text = Array.from({ length: 1 + next(12) }, () => signs[next(signs.length)]).join('');
    try {
      kqlToQuery(parseKql(text));
    } catch (error) {
      expect(error, text).toBeInstanceOf(KqlSyntaxError);
    }
  }
});

const anyOf = (...should: readonly object[]) => ({ bool: { should, minimum_should_match: 1 } });

test.each([
  ['', { match_all: {} }],
  ['*', { match_all: {} }],
  ['*:*', { match_all: {} }],
  ['a b', { multi_match: { type: 'best_fields', query: 'a b', lenient: true } }],
  ['"a b"', { multi_match: { type: 'phrase', query: 'a b', lenient: true } }],
  ['a.b*', { query_string: { query: 'a.b*' } }],
  ['f:v', anyOf({ match: { f: 'v' } })],
  ['f:"v w"', anyOf({ match_phrase: { f: 'v w' } })],
  ['f:a-b*', anyOf({ query_string: { fields: ['f'], query: 'a\\-b*' } })],
  ['f:*', anyOf({ exists: { field: 'f' } })],
  ['f > 1', anyOf({ range: { f: { gt: '1', time_zone: '+09:00' } } })],
  [
    'f*:v',
    anyOf({ multi_match: { fields: ['f*'], type: 'best_fields', query: 'v', lenient: true } }),
  ],
  ['f* > 1', anyOf({ query_string: { fields: ['f*'], query: '>"1"' } })],
  ['not f:v', { bool: { must_not: anyOf({ match: { f: 'v' } }) } }],
  [
    'f:v and g:w',
    { bool: { filter: [anyOf({ match: { f: 'v' } }), anyOf({ match: { g: 'w' } })] } },
  ],
  ['f:(v or w)', anyOf(anyOf({ match: { f: 'v' } }), anyOf({ match: { f: 'w' } }))],
  [
    'n:{ a:1 }',
    { nested: { path: 'n', query: anyOf({ match: { 'n.a': '1' } }), score_mode: 'none' } },
  ],
])('%s converts without knowledge of fields', (text, expected) => {
  expect(kqlToQuery(parseKql(text), { timeZone: '+09:00' })).toEqual(expected);
});

const fields = [
  { name: '@timestamp', type: 'date' },
  { name: 'host.name', type: 'keyword' },
  { name: 'host.cpu', type: 'long' },
  { name: 'n.a', type: 'keyword', nestedPath: 'n' },
];

test.each([
  [
    '@timestamp:"2024-01-01"',
    anyOf({ range: { '@timestamp': { gte: '2024-01-01', lte: '2024-01-01', time_zone: 'Z' } } }),
  ],
  ['host.cpu > 1', anyOf({ range: { 'host.cpu': { gt: '1' } } })],
  [
    'host.name:w?b*',
    anyOf({ wildcard: { 'host.name': { value: 'w\\?b*', case_insensitive: true } } }),
  ],
  ['host.*:1', anyOf({ match: { 'host.name': '1' } }, { match: { 'host.cpu': '1' } })],
  ['host\\*:1', anyOf({ match: { 'host*': '1' } })],
  ['n.a:1', anyOf({ nested: { path: 'n', query: { match: { 'n.a': '1' } }, score_mode: 'none' } })],
  [
    'n:{ a:1 }',
    { nested: { path: 'n', query: anyOf({ match: { 'n.a': '1' } }), score_mode: 'none' } },
  ],
])('%s converts by what its fields are', (text, expected) => {
  expect(kqlToQuery(parseKql(text), { fields, timeZone: 'Z', isCaseInsensitive: true })).toEqual(
    expected,
  );
});
