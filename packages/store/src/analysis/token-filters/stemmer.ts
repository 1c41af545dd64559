import { errors } from '@longshore/common/errors';
import type { TokenFilter, TokenFilterType } from '../component.ts';
import { SNOWBALL_STEMMERS, STEMMERS, type Stemmer, stemWord } from './stemmers.ts';

/** Stems by the language of an option. */
export const stemmer: TokenFilterType = {
  names: ['stemmer'],
  build(options) {
    const language = options.text('language') ?? options.text('name') ?? 'porter';
    return stems(find(STEMMERS, language, 'stemmer'));
  },
};

/** The stemmers of the Snowball project. */
export const snowball: TokenFilterType = {
  names: ['snowball'],
  build: (options) =>
    stems(find(SNOWBALL_STEMMERS, options.text('language') ?? 'English', 'snowball')),
};

/** A stemmer under its own name, such as `porter_stem`. */
export function namedStemmer(name: string, stem: string): TokenFilterType {
  return { names: [name], build: () => stems(find(STEMMERS, stem, name)) };
}

function find(
  stemmers: Readonly<Record<string, Stemmer>>,
  language: string,
  filter: string,
): Stemmer {
  const found = stemmers[language.toLowerCase()];
  if (found === undefined) {
    throw errors.illegalArgument(
      `Invalid stemmer class specified: ${language}; [${filter}] knows [${Object.keys(stemmers).sort().join(', ')}]`,
    );
  }
  return found;
}

/** Words that are marked as keywords stay as they are. */
function stems(stem: Stemmer): TokenFilter {
  return (tokens) =>
    tokens.map((token) => {
      const term = token.isKeyword === true ? token.term : stemWord(stem, token.term);
      return term === token.term ? token : { ...token, term };
    });
}
