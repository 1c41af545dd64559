import type { TokenizerType } from '../component.ts';
import { tokensOf } from '../token.ts';
import { readTokenCharsMax } from './token-length.ts';
import { type Word, wordsOf } from './words.ts';

const ADDRESSES =
  /(?<url>(?:https?|ftp|file):\/\/[^\s<>"'{}|\\^`]+|(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}(?:com|org|net|edu|gov|io|info|dev|kr|de|uk|jp|fr|cn|eu)(?::\d{1,5})?(?:\/[^\s<>"'{}|\\^`]*)?(?![\w@-]))|(?<email>[a-z0-9!#$%&*+/=?^_`{|}~-]{1,64}(?:\.[a-z0-9!#$%&*+/=?^_`{|}~-]{1,64}){0,8}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24})/gi;
/** A full stop behind an address ends the sentence. */
const TRAILING = /[.,;:!?)\]]+$/;

/** Words as the standard tokenizer, but URLs and mail addresses are one token each. */
export const uaxUrlEmail: TokenizerType = {
  names: ['uax_url_email'],
  build(options) {
    const charsMax = readTokenCharsMax(options);
    return (text) => tokensOf(wordsAndAddresses(text, charsMax));
  },
};

function* wordsAndAddresses(text: string, charsMax: number): Iterable<Word> {
  let from = 0;
  for (const match of text.matchAll(ADDRESSES)) {
    const isUrl = match.groups?.url !== undefined;
    const term = isUrl ? match[0].replace(TRAILING, '') : match[0];
    yield* shifted(wordsOf(text.slice(from, match.index), charsMax), from);
    if (term.length <= charsMax) {
      yield { term, start: match.index, type: isUrl ? '<URL>' : '<EMAIL>' };
      from = match.index + term.length;
    } else {
      from = match.index;
    }
  }
  yield* shifted(wordsOf(text.slice(from), charsMax), from);
}

function* shifted(words: Iterable<Word>, by: number): Iterable<Word> {
  for (const word of words) {
    yield { ...word, start: word.start + by };
  }
}
