import { shortestSingle, singlePrecision } from '../../index/types/precision.ts';
import { float, raw, type Sql, sql } from '../../sql/sql.ts';

/** Elasticsearch's BM25: how much a word counts that a document has more than once, and how much its length. */
const K1 = 1.2;
const B = 0.75;
/** Constant in every score, so that one is what Elasticsearch shows. */
const SCALE = K1 + 1;

/** What a field of an index is like as a whole. */
export interface FieldStatistics {
  /** How many documents have it. */
  readonly documents: number;
  /** How many words it has in those, on average. */
  readonly averageLength: number;
}

/** How much a term counts that so many of the documents with its field have: the rarer, the more. */
export function inverseDocumentFrequency(documents: number, withTerm: number): number {
  // Counts are taken one after the other, while documents come in.
  const all = Math.max(documents, withTerm);
  return Math.log(1 + (all - withTerm + 0.5) / (withTerm + 0.5));
}

/** The score of a value without a length, such as that of a keyword, which a document has once. */
export function scoreOfValue(weight: number, { averageLength }: FieldStatistics): number {
  return (weight * SCALE) / (1 + K1 * (1 - B + B / (averageLength || 1)));
}

/** The score of terms that are `frequency` times in a text of `length` words. 0 where they are not in it. */
export function scoreOfText(
  weight: number,
  { frequency, length }: { readonly frequency: Sql; readonly length: Sql },
  { averageLength }: FieldStatistics,
): Sql {
  const perWord = (K1 * B) / (averageLength || 1);
  const saturation = sql`(${float(K1 * (1 - B))} + ${float(perWord)} * ${storedLength(length)})`;
  // Each part is there once, since texts and what is made of them are long; without the terms it divides by infinity.
  return sql`(${float(weight * SCALE)} / (1 + ${saturation} / ${frequency}))`;
}

/** A score as answers show it: of single precision, as Elasticsearch's are. */
export const shownScore = (score: number): number => shortestSingle(singlePrecision(score));

/** Longer texts are as long as this one. */
const LENGTH_MAX = 1_000_000;

/**
 * The lengths that Lucene can tell apart, which keeps that of a text in one byte: up to 24 each, and beyond it what has
 * no more than four binary digits.
 */
export const STORED_LENGTHS: readonly number[] = storedLengths();

function storedLengths(): readonly number[] {
  const lengths: number[] = [];
  const exact = 24;
  const steps = 16;
  for (let length = 0; length < exact + steps; length += 1) {
    lengths.push(length);
  }
  for (let step = 2; exact + steps * step <= 2 * LENGTH_MAX; step *= 2) {
    for (let i = steps / 2; i < steps; i += 1) {
      lengths.push(exact + i * step);
    }
  }
  return lengths;
}

const storedLength = (length: Sql): Sql =>
  sql`roundDown(toFloat64(${length}), ${raw(`[${STORED_LENGTHS.map((one) => `${one}.`).join(',')}]`)})`;
