import { errors } from '@longshore/common/errors';
import type { TokenFilterType } from '../component.ts';
import type { Options } from '../options.ts';
import { STOP_WORDS } from '../stop-words.ts';
import { type WordSet, wordSet } from './word-set.ts';

/** Takes words out that say nothing; a gap stays where they were. */
export const stop: TokenFilterType = {
  names: ['stop'],
  build(options) {
    const words = readStopWords(options, '_english_');
    const keepsLast = !options.boolean('remove_trailing', true);
    return (tokens) =>
      tokens.filter(({ term }, i) => !words.has(term) || (keepsLast && i === tokens.length - 1));
  },
};

/** `stopwords`: words and lists of a language, such as `_english_`, `_none_`. */
function readStopWords(options: Options, fallback: string): WordSet {
  if (options.has('stopwords_path')) {
    throw errors.illegalArgument(
      '[stopwords_path] is not supported: words are not read from files; list them as [stopwords]',
    );
  }
  const words = (options.list('stopwords') ?? [fallback]).flatMap((word) =>
    /^_\w+_$/.test(word) ? listOf(word) : [word],
  );
  return wordSet(words, options.boolean('ignore_case', false));
}

function listOf(name: string): readonly string[] {
  const words = STOP_WORDS[name];
  if (words === undefined) {
    throw errors.illegalArgument(
      `stop words [${name}] are not known; use one of [${Object.keys(STOP_WORDS).join(', ')}] or list the words`,
    );
  }
  return words;
}
