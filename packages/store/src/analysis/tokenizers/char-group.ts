import { errors } from '@longshore/common/errors';
import type { TokenizerType } from '../component.ts';
import { runsOf } from './runs.ts';
import { readTokenCharsMax } from './token-length.ts';

const CLASSES: Readonly<Record<string, string>> = {
  letter: '\\p{L}',
  digit: '\\p{Nd}',
  whitespace: '\\s',
  punctuation: '\\p{P}',
  symbol: '\\p{S}',
};
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

/** What stands between the characters of `tokenize_on_chars`, each a character or a class of them. */
export const charGroup: TokenizerType = {
  names: ['char_group'],
  build(options) {
    const charsMax = readTokenCharsMax(options);
    const separators = (options.list('tokenize_on_chars') ?? []).map(classOf);
    const runs = new RegExp(
      separators.length === 0 ? '[\\s\\S]+' : `[^${separators.join('')}]+`,
      'gu',
    );
    return (text) => runsOf(text, runs, charsMax);
  },
};

function classOf(name: string): string {
  const known = CLASSES[name];
  if (known !== undefined) {
    return known;
  }
  const char = name.startsWith('\\') ? (ESCAPES[name.slice(1)] ?? name.slice(1)) : name;
  if ([...char].length !== 1) {
    throw errors.illegalArgument(
      `Tokenize on chars [${name}] must be a single character or one of [${Object.keys(CLASSES).join(', ')}]`,
    );
  }
  return char.replace(/[\\\]^-]/g, '\\$&');
}
