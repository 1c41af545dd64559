import { expect, test } from 'vitest';
import { type LuceneClause, type LuceneNode, LuceneSyntaxError, parseLucene } from './parser.ts';

/** The clauses as a text: `+` must, `-` must not. */
function show(clauses: readonly LuceneClause[]): string {
  const signs = { must: '+', should: '', must_not: '-' };
  return clauses
    .map(
      ({ occur, node, boost }) =>
        `${signs[occur]}${showNode(node)}${boost === 1 ? '' : `^${boost}`}`,
    )
    .join(' ');
}

function showNode(node: LuceneNode): string {
  const field = 'field' in node && node.field !== undefined ? `${node.field}:` : '';
  switch (node.kind) {
    case 'words':
      return `${field}<${node.text}>`;
    case 'phrase':
      return `${field}"${node.text}"${node.slop === 0 ? '' : `~${node.slop}`}`;
    case 'wildcard':
      return `${field}*${node.pattern}*`;
    case 'regexp':
      return `${field}/${node.pattern}/`;
    case 'fuzzy':
      return `${field}${node.text}~${[node.distance].join('')}`;
    case 'range': {
      const { lower, upper } = node;
      const from = lower === undefined ? '[*' : `${lower.isInclusive ? '[' : '{'}${lower.text}`;
      const to = upper === undefined ? '*]' : `${upper.text}${upper.isInclusive ? ']' : '}'}`;
      return `${field}${from},${to}`;
    }
    case 'exists':
      return `exists(${node.field})`;
    case 'all':
      return 'all';
    case 'group':
      return `(${show(node.clauses)})`;
  }
}

const or = (text: string) => show(parseLucene(text, { defaultOperator: 'or' }));
const and = (text: string) => show(parseLucene(text, { defaultOperator: 'and' }));

test.each([
  ['quick brown', '<quick brown>'],
  ['quick AND brown', '+<quick> +<brown>'],
  ['a OR b AND c', '<a> +<b> +<c>'],
  ['a AND b OR c', '+<a> +<b> <c>'],
  ['a NOT b', '<a> -<b>'],
  ['NOT x', '-<x>'],
  ['a && !b || c', '+<a> -<b> <c>'],
  ['+must -mustnot other', '+<must> -<mustnot> <other>'],
  ['"quick brown"~3', '"quick brown"~3'],
  ['status:active', 'status:<active>'],
  ['title:(a OR b)', '(title:<a> title:<b>)'],
  ['(a b)^4 c^2', '(<a b>)^4 <c>^2'],
  ['_exists_:host.name', 'exists(host.name)'],
  ['title:*', 'exists(title)'],
  ['*:*', 'all'],
  ['*', 'all'],
  ['qu?ck bro*', '*qu?ck* *bro**'],
  ['name:/joh?n(ath[oa]n)/', 'name:/joh?n(ath[oa]n)/'],
  ['date:[2012-01-01 TO 2012-12-31]', 'date:[2012-01-01,2012-12-31]'],
  ['count:[1 TO 5}', 'count:[1,5}'],
  ['date:{* TO now-1d/d}', 'date:[*,now-1d/d}'],
  ['age:>=10', 'age:[10,*]'],
  ['age:>-10', 'age:{-10,*]'],
  ['age:(>=10 AND <20)', '(+age:[10,*] +age:[*,20})'],
  ['at:>=2024-01-01T10:00:00Z', 'at:[2024-01-01T10:00:00Z,*]'],
  ['brwn~1', 'brwn~1'],
  ['quick brwn~ name:fx~0.5', '<quick> brwn~ name:fx~0.5'],
  ['a\\:b \\(c\\)', '<a:b (c)>'],
  ['url:http\\:\\/\\/x', 'url:<http://x>'],
  ['foo-bar a/b', '<foo-bar a/b>'],
  ['컨테이너 재시작', '<컨테이너 재시작>'],
  ['label.book.\\*:x', 'label.book.*:<x>'],
  ['ORDER and', '<ORDER and>'],
])('%s reads as %s', (text, expected) => {
  expect(or(text)).toBe(expected);
});

test('the default operator AND makes clauses required, an OR makes its sides optional', () => {
  expect(and('a:1 b:2')).toBe('+a:<1> +b:<2>');
  expect(and('a:1 OR b:2')).toBe('a:<1> b:<2>');
  expect(and('a:1 OR b:2 c:3')).toBe('a:<1> b:<2> +c:<3>');
});

test.each([
  ['a:(', 2],
  ['(a', 0],
  ['a)', 1],
  ['AND a', 0],
  ['a AND', 5],
  ['"open', 0],
  ['date:[1 2]', 5],
  ['a^', 1],
  ['a:', 2],
  ['()', 1],
])('%s is refused at %i', (text, position) => {
  try {
    or(text);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(LuceneSyntaxError);
    expect((error as LuceneSyntaxError).position).toBe(position);
  }
});

test('whatever the text, the answer is clauses or a syntax error', () => {
  const signs = [
    'a',
    'b:',
    '"',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '~',
    '^',
    '1',
    '*',
    '?',
    '\\',
    '/',
    ' ',
    'AND ',
    ' OR',
    '!',
    '+',
    '-',
    '<',
    '>=',
    '&&',
    '||',
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
      or(text);
    } catch (error) {
      expect(error, text).toBeInstanceOf(LuceneSyntaxError);
    }
  }
});
