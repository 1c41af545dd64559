import type { Branch } from '../plan.ts';
import type { Run } from '../run.ts';
import { shownScore } from '../scoring/bm25.ts';
import { type Dictionary, type Entry, findEntry, openDictionary, tokensOf } from './candidates.ts';
import { suggestPhrases } from './phrase-suggest.ts';
import type { Suggestion } from './suggestion.ts';

interface Suggesting {
  /** Of all documents, not of those that the query matches. */
  readonly branches: readonly Branch[];
  readonly run: Run;
  readonly typedKeys: boolean;
}

/** The `suggest` of an answer. */
export async function runSuggest(
  suggestions: readonly Suggestion[],
  { branches, run, typedKeys }: Suggesting,
): Promise<Readonly<Record<string, unknown>>> {
  const answers = suggestions.map(async (one) => {
    const dictionary = await openDictionary(one.field, branches, run);
    const name = typedKeys ? `${one.kind}#${one.name}` : one.name;
    return [name, await answer(one, dictionary)] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}

async function answer(suggestion: Suggestion, dictionary: Dictionary) {
  const { text, size } = suggestion;
  const tokens = tokensOf(dictionary, suggestion);
  const options = suggestion.kind === 'term' ? suggestion.options : suggestion.options.generator;
  const entries = await Promise.all(
    tokens.map((token) => findEntry(token, { text, options }, dictionary)),
  );
  if (suggestion.kind === 'term') {
    return entries.map((entry) => showEntry(entry, size));
  }
  const phrases = await suggestPhrases(entries, suggestion.options, dictionary);
  const shown = phrases.slice(0, size).map((one) => ({ ...one, score: shownScore(one.score) }));
  return [{ text, offset: 0, length: text.length, options: shown }];
}

const showEntry = ({ text, token, candidates }: Entry, size: number) => ({
  text,
  offset: token.start,
  length: token.end - token.start,
  options: candidates.slice(0, size).map(({ term, score, documents }) => ({
    text: term,
    score: shownScore(score),
    freq: documents,
  })),
});
