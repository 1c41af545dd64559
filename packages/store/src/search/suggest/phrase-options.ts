import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { type ObjectReader, readObject } from '../read-object.ts';
import { readTerm, type TermOptions } from './term-options.ts';

/** How a whole text is corrected. */
export interface PhraseOptions {
  /** How many words may be wrong; below 1 it is a part of all words. */
  readonly maxErrors: number;
  /** What is suggested must be so many times as likely as what was written; 0 for anything. */
  readonly confidence: number;
  /** How likely a word that documents have is meant. */
  readonly realWordLikelihood: number;
  readonly separator: string;
  /** Around the words that were changed. */
  readonly tags: { readonly pre: string; readonly post: string } | undefined;
  readonly generator: TermOptions;
}

/** Reads a phrase suggester; it looks for words in its own field, as the generators must say too. */
export function readPhrase(reader: ObjectReader, field: string): PhraseOptions {
  for (const key of ['collate', 'smoothing'] as const) {
    if (reader.has(key)) {
      throw errors.illegalArgument(`[phrase] [${key}] is not supported`);
    }
  }
  // Pairs of words are compared, whatever size a field of grams would have.
  reader.optionalInteger('gram_size');
  reader.optionalInteger('token_limit');
  reader.optionalBoolean('force_unigrams');
  return {
    maxErrors: positive(reader, 'max_errors', 1),
    confidence: reader.optionalNumber('confidence') ?? 1,
    realWordLikelihood: positive(reader, 'real_word_error_likelihood', 0.95),
    separator: reader.optionalString('separator') ?? ' ',
    tags: readTags(reader.json('highlight')),
    generator: readGenerator(reader.json('direct_generator'), field),
  };
}

function positive(reader: ObjectReader, key: string, fallback: number): number {
  const given = reader.optionalNumber(key) ?? fallback;
  if (given <= 0) {
    throw errors.illegalArgument(`[${key}] must be > 0.0`);
  }
  return given;
}

function readTags(given: Json | undefined): PhraseOptions['tags'] {
  if (given === undefined || given === null) {
    return undefined;
  }
  const reader = readObject('highlight', given);
  const tags = { pre: reader.string('pre_tag'), post: reader.string('post_tag') };
  reader.rejectUnknown();
  return tags;
}

function readGenerator(given: Json | undefined, field: string): TermOptions {
  const [only, ...more] = given === undefined || given === null ? [{ field }] : [given].flat();
  if (more.length > 0) {
    throw errors.illegalArgument('[phrase] takes one [direct_generator]');
  }
  const reader = readObject('direct_generator', only);
  if (reader.string('field') !== field) {
    throw errors.illegalArgument(
      `[direct_generator] must be on the field of the suggestion, [${field}]`,
    );
  }
  reader.optionalInteger('size');
  const hasMode = reader.has('suggest_mode');
  const options = readTerm(reader);
  reader.rejectUnknown();
  // Any word may be wrong, frequent ones too, unless the request says otherwise.
  return { ...options, mode: hasMode ? options.mode : 'always', maxTermFreq: 1 - Number.EPSILON };
}
