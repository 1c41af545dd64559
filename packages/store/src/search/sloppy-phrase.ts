import { errors } from '@longshore/common/errors';
import { int, join, raw, type Sql, sql, string } from '../sql/sql.ts';
import type { SearchField } from './field-context.ts';
import { allOf, anyOf } from './predicate.ts';
import { isAnyTerm, positionsOf, type TokenTest } from './term-positions.ts';
import { hasAnyTerm, hasPrefix } from './text.ts';
import type { Path, Slot } from './text-clauses.ts';

/** Words of a phrase that need not stand side by side; more are not compared. */
const WORDS_MAX = 64;
/** Behind every position of a text. */
const NOWHERE = int(1e12);

/** How a phrase may be spread out. */
export interface Sloppy {
  /** By so many positions altogether its words may be moved. */
  readonly slop: number;
  /** Its last word is only the beginning of one. */
  readonly isCut: boolean;
}

/** True where the words of a path are in a text, moved by no more than the slop. */
export function hasSloppyPath(field: SearchField, path: Path, sloppy: Sloppy): Sql {
  const there = path.map(({ terms }, i) =>
    isCutAt(path, i, sloppy)
      ? anyOf(terms.map((prefix) => hasPrefix(field, prefix)))
      : hasAnyTerm(field, terms),
  );
  return allOf([...there, sql`${sloppyFrequency(field, path, sloppy)} > 0`]);
}

/**
 * How often they are, each time counting the less the more it is spread out, as in Lucene. Places are where the phrase
 * would begin if only this word of it counted: all words are where they belong if their places are the same. For each
 * place as the first, the others are the next ones; what ends where a shorter one ends does not count.
 */
export function sloppyFrequency(field: SearchField, path: Path, sloppy: Sloppy): Sql {
  if (path.length > WORDS_MAX) {
    throw errors.illegalArgument(
      `a phrase with [slop] has [${path.length}] words, more than the allowed maximum of [${WORDS_MAX}]`,
    );
  }
  const names = path.map((_, i) => raw(`l${i}`));
  const lists = path.map((slot, i) => {
    const test = isCutAt(path, i, sloppy) ? beginsWith(slot) : isAnyTerm(field, slot.terms);
    return sql`arrayMap(x -> x - ${int(slot.offset)}, ${positionsOf(field, test)})`;
  });
  const all = sql`arraySort(arrayDistinct(arrayConcat(${join(names, ', ')})))`;
  const ends = path.map((_, i) => nextPlace(path, i));
  const end = ends.length === 1 ? (ends[0] ?? sql`m`) : sql`greatest(${join(ends, ', ')})`;
  const spans = sql`arrayMap(m -> (m, ${end}), ${all})`;
  const behind = sql`arraySlice(arrayPushBack(s, (${NOWHERE}, ${NOWHERE})), 2)`;
  const weights = sql`arraySum((a, b) -> if(a.2 = b.2 OR a.2 - a.1 > ${int(sloppy.slop)}, 0., 1 / (1 + a.2 - a.1)), s, ${behind})`;
  const each = sql`arrayMap(s -> ${weights}, [${spans}])[1]`;
  return sql`arrayMap((${join(names, ', ')}) -> ${each}, ${join(
    lists.map((list) => sql`[${list}]`),
    ', ',
  )})[1]`;
}

/** The place of a word at `m` or behind; a word that the phrase has twice is not the same one of the text. */
function nextPlace(path: Path, i: number): Sql {
  const own = termsOf(path[i]);
  const before = path.findLastIndex((slot, j) => j < i && termsOf(slot) === own);
  const moved = (path[i]?.offset ?? 0) - (path[before]?.offset ?? 0);
  const from =
    before === -1 ? sql`m` : sql`greatest(m, ${nextPlace(path, before)} + ${int(1 - moved)})`;
  return sql`arrayMin(arrayPushBack(arrayFilter(x -> x >= ${from}, ${raw(`l${i}`)}), ${NOWHERE}))`;
}

const termsOf = (slot: Slot | undefined): string => JSON.stringify(slot?.terms);

const isCutAt = (path: Path, i: number, { isCut }: Sloppy): boolean =>
  isCut && i === path.length - 1;

const beginsWith = ({ terms }: Slot): TokenTest =>
  anyOf(terms.map((prefix) => sql`startsWith(t, ${string(prefix)})`));
