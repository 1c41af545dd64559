import { column, int, join, raw, type Sql, sql, string, strings } from '../../sql/sql.ts';
import type { SearchField } from '../field-context.ts';
import { listOf } from '../field-sql.ts';
import { textOf } from '../text.ts';
import type { Path, Slot } from '../text-clauses.ts';
import { startsOfPath } from '../token-column.ts';
import { engineWordsOf } from '../words-column.ts';

/** Words in a row of which so many are compared; a longer phrase counts once, however often it is there. */
const WORDS_MAX = 16;

/** How often something is in the text of a row. */
export interface Occurrences {
  readonly count: Sql;
  /** True where `count` is above 0 exactly for the rows that match. */
  readonly isExact: boolean;
}

/** How many words the text of a row has, those in the same place counted once. */
export function textLength(field: SearchField): Sql {
  const tokens = field.analysis?.tokens;
  return tokens === undefined
    ? sql`length(${engineTokens(field)})`
    : sql`arrayUniq(${column(tokens.positions.name)})`;
}

/** How many different values a row has. */
export const valuesLength = (field: SearchField): Sql => sql`arrayUniq(${listOf(field)})`;

/** How often a row has a path, in words of the same analyzer. */
export function occurrences(field: SearchField, path: Path): Occurrences {
  const tokens = field.analysis?.tokens;
  if (tokens === undefined) {
    return engineOccurrences(field, path);
  }
  const [only, ...more] = path;
  if (only !== undefined && more.length === 0) {
    return { count: timesOf(column(tokens.terms.name), only.terms), isExact: true };
  }
  const starts = startsOfPath(tokens, path);
  return { count: sql`length(arrayIntersect(${join(starts, ', ')}))`, isExact: true };
}

const timesOf = (list: Sql, [only = '', ...more]: readonly string[]): Sql =>
  more.length === 0
    ? sql`countEqual(${list}, ${string(only)})`
    : sql`arrayCount(t -> has(${strings([only, ...more])}, t), ${list})`;

/** The words that the engine makes of a text that has no column of tokens. */
export const engineTokens = (field: SearchField): Sql =>
  sql`tokens(${textOf(field).spaced}, 'splitByNonAlpha')`;

/** Of a text that has no column of tokens: by the words that the engine makes of it. */
function engineOccurrences(field: SearchField, path: Path): Occurrences {
  const places = placesOf(path);
  const [only, ...more] = places ?? [];
  if (places === undefined || only === undefined || places.length > WORDS_MAX) {
    return { count: sql`1`, isExact: false };
  }
  const list = engineTokens(field);
  if (more.length === 0) {
    return { count: timesOf(list, only.words), isExact: true };
  }
  const names = places.map((_, i) => raw(`w${i}`));
  const tests = places.map(({ words }, i) => sql`has(${strings(words)}, ${names[i] ?? raw('w0')})`);
  const lists = places.map(({ at }) =>
    at === 0 ? list : sql`arrayShiftLeft(${list}, ${int(at)}, '')`,
  );
  return {
    count: sql`arrayCount((${join(names, ', ')}) -> ${join(tests, ' AND ')}, ${join(lists, ', ')})`,
    isExact: false,
  };
}

/** Words of the engine of which any will do, so many behind the first of a row of them. */
interface Place {
  readonly words: readonly string[];
  readonly at: number;
}

/** A path in words of the engine; undefined where a place can be taken by rows of different length. */
function placesOf(path: Path): readonly Place[] | undefined {
  const places: Place[] = [];
  let more = 0;
  for (const slot of path) {
    const rows = rowsOf(slot);
    if (rows === undefined) {
      return undefined;
    }
    places.push(...rows.map((words, i) => ({ words, at: slot.offset + more + i })));
    more += rows.length - 1;
  }
  return places;
}

function rowsOf({ terms }: Slot): readonly (readonly string[])[] | undefined {
  const forms = terms.map(engineWordsOf);
  const [only, ...more] = forms;
  if (only === undefined || only.length === 0) {
    return undefined;
  }
  if (more.length === 0) {
    return only;
  }
  return forms.every(({ length }) => length === 1)
    ? [forms.flatMap(([words = []]) => words)]
    : undefined;
}
