import type { TokenFilterType } from '../component.ts';
import { mapTerms } from '../token.ts';

/** Letters that are no ASCII letter with a sign above or below. */
const LETTERS: Readonly<Record<string, string>> = {
  Æ: 'AE',
  æ: 'ae',
  Ð: 'D',
  ð: 'd',
  Đ: 'D',
  đ: 'd',
  Ħ: 'H',
  ħ: 'h',
  ı: 'i',
  Ĳ: 'IJ',
  ĳ: 'ij',
  ĸ: 'q',
  Ł: 'L',
  ł: 'l',
  Ŋ: 'N',
  ŋ: 'n',
  Ø: 'O',
  ø: 'o',
  Œ: 'OE',
  œ: 'oe',
  ß: 'ss',
  ẞ: 'SS',
  Þ: 'TH',
  þ: 'th',
  Ŧ: 'T',
  ŧ: 't',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '⁄': '/',
  '…': '...',
};
const OTHERS = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
const ASCII = /^[\0-\x7f]*$/;

/** Letters with accents as the letters of ASCII that they are made of; other scripts stay. */
function foldToAscii(text: string): string {
  if (ASCII.test(text)) {
    return text;
  }
  return text
    .replace(OTHERS, (letter) => LETTERS[letter] ?? letter)
    .replace(
      /[\u00a0-\u024f\u1e00-\u1eff\u2070-\u209f\u2460-\u24ff\ufb00-\ufb06\uff01-\uff5e]/g,
      (char) => {
        const plain = char.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
        return ASCII.test(plain) ? plain : char;
      },
    );
}

/** Accents off; with `preserve_original` the word as it was stands beside it. */
export const asciiFolding: TokenFilterType = {
  names: ['asciifolding'],
  isNormalizing: true,
  build(options) {
    if (!options.boolean('preserve_original', false)) {
      return (tokens) => mapTerms(tokens, foldToAscii);
    }
    return (tokens) =>
      tokens.flatMap((token) => {
        const term = foldToAscii(token.term);
        return term === token.term ? [token] : [{ ...token, term }, token];
      });
  },
};
