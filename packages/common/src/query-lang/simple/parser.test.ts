import { expect, test } from 'vitest';
import { parseSimpleQuery, SIMPLE_FLAGS, type SimpleFlag, type SimpleNode } from './parser.ts';

function show(node: SimpleNode): string {
  switch (node.kind) {
    case 'words':
      return `<${node.text}>`;
    case 'phrase':
      return `"${node.text}"${node.slop === 0 ? '' : `~${node.slop}`}`;
    case 'prefix':
      return `<${node.text}>*`;
    case 'fuzzy':
      return `<${node.text}>~${node.distance}`;
    case 'not':
      return `-${show(node.node)}`;
    default:
      return `(${node.nodes.map(show).join(node.kind === 'and' ? ' + ' : ' | ')})`;
  }
}

const read = (
  text: string,
  flags: readonly SimpleFlag[] = SIMPLE_FLAGS,
  defaultOperator: 'and' | 'or' = 'or',
) => {
  const node = parseSimpleQuery(text, { defaultOperator, flags: new Set(flags) });
  return node === undefined ? '' : show(node);
};

test.each([
  ['quick brown', '(<quick> | <brown>)'],
  ['quick + brown', '(<quick> + <brown>)'],
  ['a + b | c', '((<a> + <b>) | <c>)'],
  ['a b c', '(<a> | <b> | <c>)'],
  ['a + (b | c)', '(<a> + (<b> | <c>))'],
  ['(a | b) | c', '((<a> | <b>) | <c>)'],
  ['a -b', '(<a> | -<b>)'],
  ['--b', '<b>'],
  ['a-b', '<a-b>'],
  ['"quick brown"~3 fox', '("quick brown"~3 | <fox>)'],
  ['bro*', '<bro>*'],
  ['bro\\*', '<bro*>'],
  ['b*o', '<b*o>'],
  ['brwn~1 fx~', '(<brwn>~1 | <fx>~2)'],
  ['brwn~9', '<brwn>~2'],
  ['brwn~x', '<brwn>'],
  ['\\"a\\"', '<"a">'],
  ['status:active', '<status:active>'],
  ['"open', '<open>'],
  ['(a', '<a>'],
  ['a)', '<a>'],
  ['()', ''],
  ['"" + |', ''],
  ['+ a', '<a>'],
  ['컨테이너 + 재시작', '(<컨테이너> + <재시작>)'],
])('%s reads as %s', (text, expected) => {
  expect(read(text)).toBe(expected);
});

test('words are joined by the default operator, and signs by theirs', () => {
  expect(read('a b | c', SIMPLE_FLAGS, 'and')).toBe('((<a> + <b>) | <c>)');
});

test('signs without their flag are parts of words', () => {
  expect(read('a+b* -c "d"', ['WHITESPACE'])).toBe('(<a+b*> | <-c> | <"d">)');
  expect(read('a b', [])).toBe('<a b>');
});

test('whatever the text, there is an answer', () => {
  const signs = ['a', 'b*', '"', '(', ')', '~', '1', '\\', ' ', '+', '|', '-', '한', '*'];
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let i = 0; i < 5_000; i += 1) {
    const text = Array.from({ length: 1 + next(14) }, () => signs[next(signs.length)]).join('');
    expect(typeof read(text), text).toBe('string');
  }
  expect(read(`${'('.repeat(1_000)}a${')'.repeat(1_000)}`)).toBe('<a>');
});
