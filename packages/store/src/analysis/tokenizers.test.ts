import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NameOrDefinition } from './build-chain.ts';
import { BUILT_IN } from './read-definitions.ts';

const tokens = (tokenizer: NameOrDefinition, text: string) =>
  BUILT_IN.requestChain({ tokenizer, charFilters: [], filters: [] }, false).analyze(text);
const terms = (tokenizer: NameOrDefinition, text: string) =>
  tokens(tokenizer, text).map(({ term }) => term);

test.each<readonly [string, readonly string[]]>([
  ['foo-bar.baz_1', ['foo', 'bar.baz_1']],
  ['192.168.0.1', ['192.168.0.1']],
  ["it's 1,000.5 key:value", ["it's", '1,000.5', 'key:value']],
  ['a.1 1.a x_ _y ___', ['a', '1', '1', 'a', 'x_', '_y']],
  ['컨테이너 모니터링을', ['컨테이너', '모니터링을']],
  ['Docker를 시작', ['Docker를', '시작']],
  ['数据库错误', ['数', '据', '库', '错', '误']],
  ['カタカナ ひら', ['カタカナ', 'ひ', 'ら']],
  ['ภาษาไทย', ['ภาษาไทย']],
  ['café CAFÉ', ['café', 'CAFÉ']],
  ['fire 🔥 👨‍👩‍👧 🇰🇷!', ['fire', '🔥', '👨‍👩‍👧', '🇰🇷']],
  ['', []],
  ['-- ... //', []],
])('the standard tokenizer makes of [%s] the words of Unicode', (text, expected) => {
  expect(terms('standard', text)).toEqual(expected);
});

test('the standard tokenizer says what kind of word each is', () => {
  expect(tokens('standard', 'foo 12 한글 漢 あ カナ 🔥').map(({ type }) => type)).toEqual([
    ...['<ALPHANUM>', '<NUM>', '<HANGUL>', '<IDEOGRAPHIC>', '<HIRAGANA>', '<KATAKANA>', '<EMOJI>'],
  ]);
});

test('texts of ASCII have the same words with and without letters beyond it', () => {
  const texts = fc.sample(fc.string({ unit: fc.constantFrom(..."ab1_.':,;- "), maxLength: 30 }), {
    numRuns: 2_000,
    seed: 1,
  });
  for (const text of texts) {
    expect([text, ...terms('standard', text)]).toEqual([
      text,
      ...terms('standard', `${text} é`).slice(0, -1),
    ]);
  }
});

test('a word that is longer than allowed is cut', () => {
  expect(terms({ type: 'standard', max_token_length: '3' }, 'abcdefgh')).toEqual([
    'abc',
    'def',
    'gh',
  ]);
});

test('the standard tokenizer reads half a megabyte of one word in linear time', () => {
  expect(terms('standard', 'a.'.repeat(250_000))).toHaveLength(Math.ceil(499_999 / 255));
});

test.each<readonly [NameOrDefinition, string, readonly string[]]>([
  ['letter', "Brown-Foxes don't", ['Brown', 'Foxes', 'don', 't']],
  ['lowercase', 'Brown-Foxes', ['brown', 'foxes']],
  ['whitespace', ' a\tb-c\n', ['a', 'b-c']],
  ['keyword', 'Foo Bar!', ['Foo Bar!']],
  ['pattern', 'split by, blanks', ['split', 'by', 'blanks']],
  [
    { type: 'pattern', pattern: '"((?:\\\\"|[^"]|\\\\")+)"', group: '1' },
    '"a", "b c"',
    ['a', 'b c'],
  ],
  [{ type: 'simple_pattern', pattern: '[0-9]{3}' }, 'fd-786-335-514-x', ['786', '335', '514']],
  [{ type: 'simple_pattern_split', pattern: '_' }, 'an_under_score', ['an', 'under', 'score']],
  ['ngram', 'foo', ['f', 'fo', 'o', 'oo', 'o']],
  [
    { type: 'ngram', min_gram: '2', max_gram: '3', token_chars: ['letter'] },
    'ab-cde',
    ['ab', 'cd', 'cde', 'de'],
  ],
  ['edge_ngram', 'foo', ['f', 'fo']],
  ['path_hierarchy', '/a/b/c', ['/a', '/a/b', '/a/b/c']],
  [
    { type: 'path_hierarchy', delimiter: '-', replacement: '/', skip: '2' },
    'one-two-three-four',
    ['three', 'three/four'],
  ],
  [{ type: 'path_hierarchy', reverse: 'true' }, 'a/b/c', ['a/b/c', 'b/c', 'c']],
  [
    { type: 'char_group', tokenize_on_chars: ['whitespace', '-', '\\n'] },
    'The QUICK-fox\nx',
    ['The', 'QUICK', 'fox', 'x'],
  ],
  [
    'classic',
    "The 2 QUICK Brown-Foxes a.b.com x-1 don't I.B.M.",
    ['The', '2', 'QUICK', 'Brown', 'Foxes', 'a.b.com', 'x-1', "don't", 'I.B.M.'],
  ],
  [
    'uax_url_email',
    'Mail a.b@example.com, see https://example.com/x?y=1.',
    ['Mail', 'a.b@example.com', 'see', 'https://example.com/x?y=1'],
  ],
  ['thai', 'ภาษาไทย', ['ภาษา', 'ไทย']],
])('%j makes of [%s] %j', (tokenizer, text, expected) => {
  expect(terms(tokenizer, text)).toEqual(expected);
});

test.each<readonly [NameOrDefinition, string]>([
  [
    { type: 'ngram', min_gram: '2', max_gram: '4' },
    'must be less than or equal to: [1] but was [2]',
  ],
  [{ type: 'ngram', token_chars: ['words'] }, "Unknown token type: 'words'"],
  [{ type: 'pattern', pattern: '(a' }, 'failed to compile pattern [(a]'],
  [{ type: 'pattern', pattern: '(?=a)' }, 'linear time'],
  [{ type: 'standard', max_token_length: '0' }, 'maxTokenLen'],
  ['unknown', 'failed to find global tokenizer under [unknown]'],
])('%j is refused', (tokenizer, reason) => {
  expect(() => terms(tokenizer, 'x')).toThrow(reason);
});

test('texts that would become too many tokens are refused before they are', () => {
  expect(() => terms('standard', 'ab '.repeat(200_000))).toThrow(
    'a text of [600000] characters is longer than the [500000] that this analyzer takes',
  );
  expect(() => terms('ngram', 'abcd'.repeat(100_000))).toThrow(
    'the tokenizer makes more than [500000] tokens of one text',
  );
  expect(terms('standard', 'ab '.repeat(100_000))).toHaveLength(100_000);
});
