import { PICTOGRAPHS, REGIONAL_INDICATORS, SOUTH_EAST_ASIAN_SCRIPTS } from '../characters.ts';

/** The longest token of the standard tokenizers; what is longer is cut into pieces. */
export const TOKEN_CHARS_MAX = 255;
/** Of `max_token_length`, as in Lucene. */
export const TOKEN_CHARS_LIMIT = 1024 * 1024;

/** A word by the rules of Unicode text segmentation (UAX #29), of the types that Lucene gives. */
export interface Word {
  readonly term: string;
  readonly start: number;
  readonly type: string;
}

const ASIAN = SOUTH_EAST_ASIAN_SCRIPTS.map((script) => `\\p{Script=${script}}`).join('');
/** Belongs to what is before it. A blank of no width does not. */
const EXTEND = '(?:(?!\\u200B)[\\p{M}\\p{Cf}])*';
const LETTER = `(?:(?![\\p{Ideographic}\\p{Script=Hiragana}\\p{Script=Katakana}${ASIAN}\\p{M}\\p{Nd}ー])\\p{Alphabetic}${EXTEND})`;
const DIGIT = `(?:\\p{Nd}${EXTEND})`;
const JOINER = `(?:\\p{Pc}${EXTEND})`;
/** Between two letters: `it's`, `example.com`, `key:value`. */
const MID_LETTER = `['.:·\\u0387\\u055F\\u05F4\\u2018\\u2019\\u2024\\u2027\\uFE13\\uFE52\\uFE55\\uFF07\\uFF0E\\uFF1A]`;
/** Between two digits: `1,000.5`. */
const MID_DIGIT = `['.,;\\u037E\\u0589\\u060C\\u060D\\u066C\\u07F8\\u2018\\u2019\\u2024\\u2044\\uFE10\\uFE14\\uFE50\\uFE52\\uFE54\\uFF07\\uFF0C\\uFF0E\\uFF1B]`;
const PICTOGRAPH = `(?:[${PICTOGRAPHS}](?:\\uFE0F|\\p{Emoji_Modifier})?)`;

/** Written flat, each turn taking one character, so that it runs in linear time. */
const WORDS = new RegExp(
  [
    `(?<word>(?:${JOINER}|${LETTER}(?:${MID_LETTER}${EXTEND}(?=${LETTER}))?|${DIGIT}(?:${MID_DIGIT}${EXTEND}(?=${DIGIT}))?)+)`,
    `(?<katakana>(?:[\\p{Script=Katakana}ー]${EXTEND})+)`,
    `(?<hiragana>\\p{Script=Hiragana}${EXTEND})`,
    `(?<ideograph>[\\p{Ideographic}\\p{Script=Han}]${EXTEND})`,
    `(?<asian>(?:(?=[${ASIAN}])[\\p{L}\\p{M}]${EXTEND})+)`,
    `(?<emoji>[${REGIONAL_INDICATORS}]{2}|[0-9#*]\\uFE0F?\\u20E3|\\p{Emoji_Modifier}|${PICTOGRAPH}(?:\\u200D${PICTOGRAPH})*)`,
  ].join('|'),
  'gu',
);

/** The same for texts of ASCII only, which most log lines are, in less than half the time. */
const ASCII_WORDS = /\w+(?:(?:(?<=[A-Za-z])[.':](?=[A-Za-z])|(?<=[0-9])[.,;'](?=[0-9]))\w+)*/g;
const ASCII = /^[\0-\x7f]*$/;

const HANGUL = new RegExp(`^(?:\\p{Script=Hangul}${EXTEND})+$`, 'u');
const HAS_LETTER = new RegExp(LETTER, 'u');
const HAS_DIGIT = /\p{Nd}/u;

const TYPES = {
  katakana: '<KATAKANA>',
  hiragana: '<HIRAGANA>',
  ideograph: '<IDEOGRAPHIC>',
  asian: '<SOUTHEAST_ASIAN>',
  emoji: '<EMOJI>',
} as const;

/** The words of a text. `Intl.Segmenter` breaks Han and Thai by dictionary, which Lucene's standard tokenizer does not. */
export function* wordsOf(text: string, tokenCharsMax = TOKEN_CHARS_MAX): Iterable<Word> {
  const isAscii = ASCII.test(text);
  for (const match of text.matchAll(isAscii ? ASCII_WORDS : WORDS)) {
    const type = isAscii ? asciiType(match[0]) : typeOf(match);
    if (type !== undefined) {
      yield* pieces(match[0], match.index, type, tokenCharsMax);
    }
  }
}

function asciiType(word: string): string | undefined {
  if (/[A-Za-z]/.test(word)) {
    return '<ALPHANUM>';
  }
  return /[0-9]/.test(word) ? '<NUM>' : undefined;
}

/** Undefined for what is no word: a run of underscores. */
function typeOf({ groups }: RegExpExecArray): string | undefined {
  const word = groups?.word;
  if (word === undefined) {
    const kinds = Object.entries(TYPES);
    return kinds.find(([kind]) => groups?.[kind] !== undefined)?.[1];
  }
  if (HAS_LETTER.test(word)) {
    return HANGUL.test(word) ? '<HANGUL>' : '<ALPHANUM>';
  }
  return HAS_DIGIT.test(word) ? '<NUM>' : undefined;
}

function* pieces(term: string, start: number, type: string, charsMax: number): Iterable<Word> {
  for (let from = 0; from < term.length; from += charsMax) {
    yield { term: term.slice(from, from + charsMax), start: start + from, type };
  }
}
