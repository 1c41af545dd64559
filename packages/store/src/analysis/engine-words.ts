import { PICTOGRAPHS, REGIONAL_INDICATORS, SOUTH_EAST_ASIAN_SCRIPTS } from './characters.ts';
import { SIGNS } from './signs.ts';

/**
 * The words that the engine's index has of a plain text. Its tokenizer takes runs of ASCII letters and digits and of
 * everything beyond ASCII, so texts that have more than ASCII are spaced out before: signs become blanks, and what is a
 * word of its own (Han, kana, pictographs) gets blanks around it. Every place where a word of the standard tokenizer
 * begins or ends is then such a place for the engine, and a word is split in the same way wherever it stands.
 */
export function engineWords(text: string): readonly string[] {
  return spacedText(text)
    .split(SEPARATORS)
    .filter((token) => token !== '');
}

/** A text in lower case as the engine indexes it; blanks stand where signs beyond ASCII were. */
export function spacedText(text: string): string {
  return isAscii(text)
    ? text.toLowerCase()
    : SPACING.reduce(
        (before, { pattern, replacement }) => before.replace(pattern, replacement),
        lowerCase(text),
      );
}

/** Letters that lower case would make longer or, at the end of a word, another, and what they are for Lucene. */
export const SPECIAL_UPPER = 'İΣ';
export const SPECIAL_LOWER = 'iσ';

/** Lower case as Lucene has it: character by character. */
export function lowerCase(text: string): string {
  return text.replace(/[İΣ]/g, (letter) => (letter === 'İ' ? 'i' : 'σ')).toLowerCase();
}

export const isAscii = (text: string): boolean => ASCII.test(text);

const ASCII = /^[\0-\x7f]*$/;
/** ASCII characters that are neither letter nor digit. All others belong to tokens, as for the engine. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters separate tokens.
const SEPARATORS = /[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+/;

/** Has values of one field apart; see `TEXT_BOUNDARY`. */
const BOUNDARY = '\uF8FF';
const SYMBOLS = `${PICTOGRAPHS}\u{1F3FB}-\u{1F3FF}${REGIONAL_INDICATORS}${BOUNDARY}`;
const IDEOGRAPHS = '〆\u{16FE0}-\u{18D8F}\u{1B170}-\u{1B2FF}\u{20000}-\u{3FFFF}';

/** What is a word of its own, then signs, then marks that are on nothing any more. `script` names one as a class. */
function spacing(script: (name: string) => string) {
  const one = ['Han', 'Hiragana', ...SOUTH_EAST_ASIAN_SCRIPTS].map(script).join('');
  return [
    { pattern: `[${SYMBOLS}${one}${IDEOGRAPHS}]|[ー${script('Katakana')}]+`, isKept: true },
    { pattern: `[${SIGNS}]+`, isKept: false },
    { pattern: '(?:^|[\\x00-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7f])\\p{M}+', isKept: false },
  ];
}

/**
 * What texts are spaced out with, one after the other, as the engine reads it. None has groups, which would be ten times
 * as slow. Indices of tables are made with it: who changes it has to make them anew.
 */
export const SPACING_RE2 = spacing((name) => `\\p{${name}}`).map(({ pattern, isKept }) => ({
  pattern,
  replacement: isKept ? ' \\0 ' : ' ',
}));
const SPACING = spacing((name) => `\\p{Script=${name}}`).map(({ pattern, isKept }) => ({
  pattern: new RegExp(pattern, 'gu'),
  replacement: isKept ? ' $& ' : ' ',
}));
