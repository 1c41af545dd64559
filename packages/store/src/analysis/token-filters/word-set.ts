import { errors } from '@longshore/common/errors';
import type { Options } from '../options.ts';

/** Words to look terms up in. */
export interface WordSet {
  has(term: string): boolean;
}

/** A list of words of an option; `_english_` in it would be for `readStopWords`. */
export function readWords(
  options: Options,
  name: string,
  ignoresCase: boolean,
): WordSet | undefined {
  if (options.has(`${name}_path`)) {
    throw errors.illegalArgument(
      `[${name}_path] is not supported: words are not read from files; list them as [${name}]`,
    );
  }
  const words = options.list(name);
  return words === undefined ? undefined : wordSet(words, ignoresCase);
}

export function wordSet(words: readonly string[], ignoresCase: boolean): WordSet {
  const set = new Set(ignoresCase ? words.map((word) => word.toLowerCase()) : words);
  return { has: (term) => set.has(ignoresCase ? term.toLowerCase() : term) };
}
