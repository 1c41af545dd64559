import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineWords, lowerCase, spacedText } from '../analysis/engine-words.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { searchedText } from './indexed-text.ts';
import { raw, sql, string, strings } from './sql.ts';

let opened: TestEngine;

beforeAll(async () => {
  opened = await openTestEngine();
});
afterAll(() => opened.close());

const TEXTS = [
  '',
  '   ',
  'Connection timeout in nginx.conf',
  '컨테이너 모니터링 Docker-Compose 도커를 foo_bar.baz café É x²Ⅷ',
  'tab\tnew\nline\r\n\u0000nul\u007fdel',
  "it's 3.14% [a]{b}(c) \\ / | ~ `",
  '🚢 ship🚢ping ＡＢＣ İstanbul ΟΔΟΣ',
  '\u00a0\u2003\u3000wide\u200bspaces',
  '“quoted” naïve—text →arrow ⚠️disk 🇰🇷🇰 ☑︎',
  '数据库error カタカナab ひらab ไทยab ខ្ញុំ។ab',
  '“\u0301abc \u0301abc a\u0301bc 数\u0301abc 🔥\u0301abc',
];
/** Characters of every kind that the spacing knows. */
const SIGNS = fc.constantFrom(
  ...'aZ1_.- é數あアー한ไั។ញ“—→²Ⓐ☑🔥🇰🏽\u0301\ufe0f\u200d\u00ad\uf8ffİΣ',
);

/** The engine's Unicode is older: it does not know letters that came since, and drops them. */
const LATE = /[\u088F\u0C5C\u0CDC\u1C89-\u1C8A\uA7CB-\uA7DC\uA7F1\u{10000}-\u{1EFFF}]/u;
const ANY = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((c) => !LATE.test(c));

async function ours(texts: readonly string[]): Promise<Record<string, unknown> | undefined> {
  const { spaced, lower } = searchedText(raw('x'));
  const [row] = await opened.engine.query(
    sql`SELECT arrayMap(x -> ${spaced}, ${strings(texts)}) AS spaced, arrayMap(x -> ${lower}, ${strings(texts)}) AS lower, arrayMap(x -> tokens(x, 'splitByNonAlpha'), spaced) AS words`,
    { timeoutMs: 10_000 },
  );
  return row;
}

test.each([
  ['odd texts', TEXTS],
  ['signs', fc.sample(fc.string({ unit: SIGNS, maxLength: 12 }), { numRuns: 5_000, seed: 1 })],
  ['anything', fc.sample(fc.string({ unit: ANY, maxLength: 40 }), { numRuns: 2_000, seed: 1 })],
])('the engine makes the same words as we do of %s', async (_kind, texts) => {
  expect(await ours(texts)).toEqual({
    spaced: texts.map(spacedText),
    lower: texts.map(lowerCase),
    words: texts.map(engineWords),
  });
});

test('a text has all of its own words, and its phrase', async () => {
  for (const text of TEXTS.filter((candidate) => engineWords(candidate).length > 0)) {
    const words = engineWords(text);
    const { spaced } = searchedText(sql`${string(text)}`);
    const [row] = await opened.engine.query(
      sql`SELECT hasAllTokens(${spaced}, ${strings(words)}) AS a, hasPhrase(${spaced}, ${string(words.join(' '))}) AS p`,
      { timeoutMs: 10_000 },
    );
    expect(row, text).toEqual({ a: 1, p: 1 });
  }
});
