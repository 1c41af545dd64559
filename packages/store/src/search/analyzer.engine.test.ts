import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, string, strings } from '../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { analyze } from './analyzer.ts';

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
  '🚢 ship🚢ping ＡＢＣ İstanbul',
  '\u00a0\u2003\u3000wide\u200bspaces',
];

async function tokensOf(texts: readonly string[]): Promise<unknown> {
  const rows = await opened.engine.query(
    sql`SELECT arrayMap(x -> tokens(lower(x), 'splitByNonAlpha'), ${strings(texts)}) AS t`,
    { timeoutMs: 10_000 },
  );
  return rows[0]?.t;
}

test('our tokens are those of the engine for odd texts', async () => {
  expect(await tokensOf(TEXTS)).toEqual(TEXTS.map(analyze));
});

test('our tokens are those of the engine for any text', async () => {
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), {
    numRuns: 2_000,
    seed: 1,
  });
  expect(await tokensOf(texts)).toEqual(texts.map(analyze));
});

test('a text has all of its own tokens, and its phrase', async () => {
  for (const text of TEXTS.filter((candidate) => analyze(candidate).length > 0)) {
    const tokens = analyze(text);
    const [row] = await opened.engine.query(
      sql`SELECT hasAllTokens(lower(${string(text)}), ${strings(tokens)}) AS a, hasPhrase(lower(${string(text)}), ${string(tokens.join(' '))}) AS p`,
      { timeoutMs: 10_000 },
    );
    expect(row, text).toEqual({ a: 1, p: 1 });
  }
});
