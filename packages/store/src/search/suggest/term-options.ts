import { errors } from '@longshore/common/errors';
import type { ObjectReader } from '../read-object.ts';

const MODES = ['missing', 'popular', 'always'] as const;
const SORTS = ['score', 'frequency'] as const;
const DISTANCES = ['internal', 'damerau_levenshtein', 'levenshtein'] as const;

/** Which words are suggested for one. */
export interface TermOptions {
  /** For words that no document has, only what more documents have, or anything similar. */
  readonly mode: (typeof MODES)[number];
  readonly sort: (typeof SORTS)[number];
  readonly distance: (typeof DISTANCES)[number];
  readonly maxEdits: number;
  /** So many characters at the beginning are right. */
  readonly prefixLength: number;
  readonly minWordLength: number;
  /** What fewer documents have is not suggested; below 1 it is a part of all documents. */
  readonly minDocFreq: number;
  /** For what more documents have nothing is suggested; below 1 it is a part of all documents. */
  readonly maxTermFreq: number;
  /** How similar words must be, up to 1. */
  readonly accuracy: number;
  readonly lowercases: boolean;
}

const EDITS_MAX = 2;

/** Reads the members that a term suggester and the generators of a phrase suggester share. */
export function readTerm(reader: ObjectReader): TermOptions {
  const maxEdits = reader.optionalInteger('max_edits') ?? EDITS_MAX;
  if (maxEdits < 1 || maxEdits > EDITS_MAX) {
    throw errors.illegalArgument(`Illegal max_edits value ${maxEdits}`);
  }
  // How many candidates Lucene looks at; here it is all of them.
  natural(reader, 'max_inspections', 0);
  return {
    mode: oneOf(reader, 'suggest_mode', MODES),
    sort: oneOf(reader, 'sort', SORTS),
    distance: oneOf(reader, 'string_distance', DISTANCES),
    maxEdits,
    prefixLength: natural(reader, 'prefix_length', 1),
    minWordLength: natural(reader, 'min_word_length', 4),
    minDocFreq: share(reader, 'min_doc_freq', 0),
    maxTermFreq: share(reader, 'max_term_freq', 0.01),
    accuracy: share(reader, 'accuracy', 0.5),
    lowercases: reader.optionalBoolean('lowercase_terms') ?? false,
  };
}

function oneOf<T extends string>(
  reader: ObjectReader,
  key: string,
  known: readonly [T, ...T[]],
): T {
  const given = reader.optionalString(key)?.toLowerCase() ?? known[0];
  const found = known.find((one) => one === given);
  if (found === undefined) {
    throw errors.illegalArgument(
      `[${key}] does not support [${given}]; use one of [${known.join(', ')}]`,
    );
  }
  return found;
}

function natural(reader: ObjectReader, key: string, fallback: number): number {
  const given = reader.optionalInteger(key) ?? fallback;
  if (given < 0) {
    throw errors.illegalArgument(`[${key}] must not be negative but was [${given}]`);
  }
  return given;
}

function share(reader: ObjectReader, key: string, fallback: number): number {
  const given = reader.optionalNumber(key) ?? fallback;
  if (given < 0) {
    throw errors.illegalArgument(`[${key}] must not be negative but was [${given}]`);
  }
  return given;
}
