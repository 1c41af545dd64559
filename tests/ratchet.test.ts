import { readFileSync, writeFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';

const PATH = 'tests/ratchet.json';

const LONG_LINES = 300;
const CAST = /[\w)\]}>] as (?:[A-Z({[]|readonly|keyof|typeof|unknown|string|number|object|never)/g;

const texts = globSync(['packages/*/src/**/*.{ts,tsx}', '!**/*.test.{ts,tsx}']).map((path) =>
  readFileSync(path, 'utf8'),
);

const count = (pattern: RegExp, source = texts) =>
  source.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);

/** Without comments, texts and imports, in which `as` is another word. */
const codeOnly = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\/|(?<![:'"`\w])\/\/.*/g, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    .replace(/^(?:import|export) [^;]*? from '';/gm, '');

const linesOf = (text: string) => text.trimEnd().split('\n').length;

const thousandLines = texts.reduce((sum, text) => sum + linesOf(text), 0) / 1000;

/** Shares of the code, which grows; one decimal. */
const round = (value: number) => Math.round(value * 10) / 10;

const measured: Readonly<Record<string, number>> = {
  'suppressions of the linter': count(/biome-ignore/g),
  'suppressions of the type checker': count(/@ts-(?:ignore|expect-error|nocheck)/g),
  'as casts in 1,000 lines': round(count(CAST, texts.map(codeOnly)) / thousandLines),
  'files over 300 lines among 100': round(
    (100 * texts.filter((text) => linesOf(text) > LONG_LINES).length) / texts.length,
  ),
};

if (process.env.UPDATE === '1') {
  writeFileSync(PATH, `${JSON.stringify(measured, null, 2)}\n`);
}

/** Numbers that may only fall. Who lowers one, writes it down: `UPDATE=1 npx vitest run --project tidy`. */
const ratchet: Readonly<Record<string, number>> = JSON.parse(readFileSync(PATH, 'utf8'));

test.each(Object.entries(measured))('%s: %f, and not more than before', (name, now) => {
  expect(now).toBeLessThanOrEqual(ratchet[name] ?? 0);
});

test.each(Object.entries(measured))('%s: the ratchet holds what was won', (name, now) => {
  // A little slack keeps two changes at the same time from getting into each other's way.
  const slack = /\d/.test(name) ? 0.5 : 5;
  expect(ratchet[name]).toBeLessThanOrEqual(now + slack);
});
