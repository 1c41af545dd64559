import type { Candidate, Dictionary, Entry } from './candidates.ts';
import { countPairs } from './candidates.ts';
import type { PhraseOptions } from './phrase-options.ts';

/** A text with some of its words replaced. */
export interface PhraseOption {
  readonly text: string;
  readonly score: number;
  readonly highlighted?: string;
}

/** Words that one may be replaced by, beside itself. */
const CANDIDATES_MAX = 5;
/** Phrases that are kept from word to word: the likeliest ones. */
const PHRASES_MAX = 200;
/** What is left of the likelihood of a word where nothing is known of it behind the one before. */
const BACKOFF = 0.4;

interface Word {
  readonly term: string;
  readonly documents: number;
  /** How likely it was meant where the other was written. */
  readonly likelihood: number;
  readonly isChanged: boolean;
}

interface Phrase {
  readonly words: readonly Word[];
  readonly errors: number;
  readonly logScore: number;
}

/**
 * The likeliest texts that may have been meant. A text is as likely as its words and pairs of neighbours are frequent
 * (with what Lucene calls stupid backoff), times how similar the words are to those that were written; `score` is the
 * mean over the words, so that it can be compared among texts.
 */
export async function suggestPhrases(
  entries: readonly Entry[],
  options: PhraseOptions,
  dictionary: Dictionary,
): Promise<readonly PhraseOption[]> {
  const choices = entries.map((entry) => wordsOf(entry, options));
  if (choices.length === 0 || dictionary.documents === 0) {
    return [];
  }
  const pairs = choices.flatMap((words, i) =>
    (choices[i + 1] ?? []).flatMap((next) =>
      words.map(({ term }): readonly [string, string] => [term, next.term]),
    ),
  );
  const together = await countPairs(pairs, dictionary);
  const errorsMax = Math.max(
    1,
    options.maxErrors < 1 ? Math.floor(options.maxErrors * entries.length) : options.maxErrors,
  );
  let phrases: readonly Phrase[] = [{ words: [], errors: 0, logScore: 0 }];
  for (const words of choices) {
    phrases = phrases
      .flatMap((phrase) => words.map((word) => extend(phrase, word, together, dictionary)))
      .filter(({ errors }) => errors <= errorsMax)
      .sort((a, b) => b.logScore - a.logScore)
      .slice(0, PHRASES_MAX);
  }
  const written = choices
    .flatMap(([own]) => own ?? [])
    .reduce<Phrase>((phrase, word) => extend(phrase, word, together, dictionary), {
      words: [],
      errors: 0,
      logScore: 0,
    });
  const least = options.confidence * scoreOf(written);
  return phrases
    .filter((phrase) => phrase.errors > 0 && scoreOf(phrase) > least)
    .map((phrase) => show(phrase, options));
}

const scoreOf = ({ logScore, words }: Phrase): number => Math.exp(logScore / words.length);

/** The word itself first. */
function wordsOf(
  { token, documents, candidates }: Entry,
  { realWordLikelihood }: PhraseOptions,
): readonly Word[] {
  const likelihood = documents > 0 ? realWordLikelihood : 1;
  const own = { term: token.term, documents, likelihood, isChanged: false };
  return [own, ...candidates.slice(0, CANDIDATES_MAX).map(changed)];
}

const changed = ({ term, documents, score }: Candidate): Word => ({
  term,
  documents,
  likelihood: score,
  isChanged: true,
});

function extend(
  { words, errors, logScore }: Phrase,
  word: Word,
  together: ReadonlyMap<string, number>,
  { documents }: Dictionary,
): Phrase {
  const before = words.at(-1);
  const pair = before === undefined ? 0 : (together.get(`${before.term} ${word.term}`) ?? 0);
  // A word that nobody has is half as likely as one that one document has.
  const alone = Math.max(word.documents, 0.5) / (documents + 1);
  const likelihood =
    before === undefined
      ? alone
      : pair > 0
        ? pair / Math.max(before.documents, pair)
        : BACKOFF * alone;
  return {
    words: [...words, word],
    errors: errors + (word.isChanged ? 1 : 0),
    logScore: logScore + Math.log(likelihood * word.likelihood),
  };
}

function show(phrase: Phrase, { separator, tags }: PhraseOptions): PhraseOption {
  const { words } = phrase;
  const text = words.map(({ term }) => term).join(separator);
  const score = Math.fround(scoreOf(phrase));
  if (tags === undefined) {
    return { text, score };
  }
  const marked = words.map(({ term, isChanged }) =>
    isChanged ? `${tags.pre}${term}${tags.post}` : term,
  );
  return { text, highlighted: joinTagged(marked, separator, tags), score };
}

/** Changed words side by side are marked as one. */
const joinTagged = (
  words: readonly string[],
  separator: string,
  { pre, post }: NonNullable<PhraseOptions['tags']>,
): string => words.join(separator).replaceAll(`${post}${separator}${pre}`, separator);
