import type { Sql } from '../../sql/sql.ts';
import { sql } from '../../sql/sql.ts';
import type { SearchField } from '../field-context.ts';
import { sloppyFrequency } from '../sloppy-phrase.ts';
import { hasPath } from '../text.ts';
import type { Path, Slot } from '../text-clauses.ts';
import { inverseDocumentFrequency, scoreOfText } from './bm25.ts';
import type { Statistics } from './statistics.ts';
import { occurrences, textLength } from './term-frequency.ts';

/**
 * What a path adds to the score of a row; 0 where the row does not have it. Words in a row are as rare as all of them
 * together, and words in the same place as the most frequent of them.
 */
export function scorePath(
  field: SearchField,
  path: Path,
  {
    statistics,
    boost,
    slop = 0,
  }: {
    readonly statistics: Statistics;
    readonly boost: number;
    /** How far words in a row may be moved. */
    readonly slop?: number | undefined;
  },
): Sql {
  const known = statistics.field(field);
  const rarity = path.reduce((sum, slot) => {
    const counts = termsOf(slot).map((one) => statistics.documents(hasPath(field, one)));
    return sum + inverseDocumentFrequency(known.documents, Math.max(...counts));
  }, 0);
  const { count, isExact } =
    slop > 0 && path.length > 1
      ? { count: sloppyFrequency(field, path, { slop, isCut: false }), isExact: true }
      : occurrences(field, path);
  const frequency = isExact ? count : sql`greatest(${count}, 1)`;
  const score = scoreOfText(boost * rarity, { frequency, length: textLength(field) }, known);
  return isExact ? score : sql`if(${hasPath(field, path)}, ${score}, 0.)`;
}

/** The terms of a place, each as a path. */
const termsOf = ({ terms }: Slot): readonly Path[] =>
  terms.map((term) => [{ terms: [term], offset: 0 }]);
