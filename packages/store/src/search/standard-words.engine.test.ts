import type { Json } from '@longshore/common/json';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_IN } from '../analysis/read-definitions.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

/** Words between signs of every kind. */
const SIGNS = [
  ...[
    '“',
    '”',
    '’',
    '—',
    '→',
    '…',
    '\u00a0',
    '\u200b',
    '\u00ad',
    '²',
    '™',
    '€',
    '│',
    '\ufeff',
    '។',
  ],
  ...[
    '🔥',
    '⚠️',
    '☑',
    '👨‍👩‍👧',
    '🇰🇷',
    '👍🏽',
    '\ue0b0',
    '\u0301',
    '\u200d',
    '数',
    'あ',
    'ア',
    'ー',
    '한글',
    'ไทย',
  ],
  ...[
    ' ',
    '.',
    '_',
    ':',
    "'",
    '-',
    ',',
    '1',
    'é',
    'İ',
    'Σ',
    'ς',
    'नमस्ते',
    'Ⓐ',
    '＿',
    'Ｂ',
    '々',
    '٣',
    'ｶﾞ',
  ],
];
const TEXT = fc.string({
  unit: fc.oneof(fc.constantFrom(...SIGNS), fc.constantFrom('a', 'B', 'cd', 'Word', 'x9')),
  minLength: 1,
  maxLength: 9,
});
const TEXTS = [
  '“quoted” naïve—text',
  'disk→full ⚠️warning 🔥fire',
  'a\u00a0b\u2003c',
  'CafÉ ΟΔΟΣ^Α İstanbul',
  'error数据库 データbase',
  'it’s rock’n’roll',
  `${'x'.repeat(254)} ${'y'.repeat(255)} ${'é'.repeat(300)}`,
  ...fc.sample(TEXT, { numRuns: 120, seed: 1 }),
].filter((text) => BUILT_IN.default.analyze(text).length > 0);

let opened: TestEngine;
let find: (query: Json) => Promise<readonly string[]>;

beforeAll(async () => {
  opened = await openTestEngine();
  const index = await openTestIndex(opened, 'words', {
    properties: { text: { type: 'text' } },
    documents: TEXTS.map((text) => ({ text })),
  });
  const { ids } = openTestSearch(opened);
  find = (query) => ids(index, query);
});
afterAll(() => opened.close());

const tokens = (text: string) => BUILT_IN.default.analyze(text).map(({ term }) => term);
/** The end of a word that was cut because of its length. */
const isRest = (term: string) => /^é{45}$/.test(term);
const inDocument = (i: number, query: Json): Json => ({
  bool: { filter: [{ ids: { values: [String(i + 1)] } }, query] },
});

/** More in one statement take the engine long. */
const DOCUMENTS_PER_SEARCH = 30;

/** Texts that are not found by all of their queries. */
async function missing(queries: (text: string) => readonly Json[]): Promise<readonly string[]> {
  const found = new Set<string>();
  const clauses = TEXTS.map((text, i) => inDocument(i, { bool: { filter: [...queries(text)] } }));
  for (let from = 0; from < clauses.length; from += DOCUMENTS_PER_SEARCH) {
    const should = clauses.slice(from, from + DOCUMENTS_PER_SEARCH);
    for (const id of await find({ bool: { should } })) {
      found.add(id);
    }
  }
  return TEXTS.filter((_, i) => !found.has(String(i + 1)));
}

describe('what _analyze says are the words of a text is found', () => {
  test('by term', async () => {
    const queries = (text: string) =>
      tokens(text).flatMap((term) => (isRest(term) ? [] : [{ term: { text: term } }]));
    expect(await missing(queries)).toEqual([]);
  });

  test('by match, with all words', async () => {
    const query = (text: string) =>
      tokens(text)
        .filter((term) => !isRest(term))
        .join(' ');
    expect(
      await missing((text) => [{ match: { text: { query: query(text), operator: 'and' } } }]),
    ).toEqual([]);
  });

  test('by match_phrase, as a whole', async () => {
    expect(await missing((text) => [{ match_phrase: { text } }])).toEqual([]);
  });

  test('by match_phrase, each two neighbours', async () => {
    const pairs = (text: string) =>
      BUILT_IN.default.analyze(text).flatMap(({ start }, i, all) => {
        const next = all[i + 1];
        const isCut = next !== undefined && isRest(next.term);
        return next === undefined || isCut
          ? []
          : [{ match_phrase: { text: text.slice(start, next.end) } }];
      });
    expect(await missing(pairs)).toEqual([]);
  });
});

describe('words beside signs', () => {
  test.each<readonly [string, Json, readonly number[]]>([
    ['quoted', { match: { text: 'quoted' } }, [0]],
    ['on both sides of a dash', { match_phrase: { text: 'naïve text' } }, [0]],
    ['an arrow', { match_phrase: { text: 'disk full' } }, [1]],
    ['a pictograph', { match: { text: '⚠️' } }, [1]],
    ['blanks that are not ASCII', { match_phrase: { text: 'a b c' } }, [2]],
    ['capitals beyond ASCII', { match: { text: 'café' } }, [3]],
    ['a word before Han', { match: { text: 'error' } }, [4]],
    ['a word behind kana', { match: { text: 'base' } }, [4]],
    ['an apostrophe of print', { match: { text: 'it’s' } }, [5]],
    ['a prefix', { prefix: { text: 'quot' } }, [0]],
    ['a prefix with such a sign', { prefix: { text: 'rock’n' } }, [5]],
    ['a pattern', { wildcard: { text: '*ock’n’r?ll' } }, [5]],
    ['a regular expression', { regexp: { text: 'warn.*' } }, [1]],
    ['not what is not there', { match: { text: 'quote' } }, []],
  ])('%s', async (_name, query, places) => {
    const found = await find(query);
    expect(found.filter((id) => Number(id) <= 7)).toEqual(places.map((i) => String(i + 1)));
  });
});
