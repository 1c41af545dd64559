import { errors } from '@longshore/common/errors';
import { int, type Sql, sql, string } from '../sql/sql.ts';
import { type FieldContext, isKeyword, isText, type SearchField } from './field-context.ts';
import { anyValue } from './field-sql.ts';
import { allOf, anyOf, NEVER } from './predicate.ts';
import type { ObjectReader } from './read-object.ts';
import { refuseExpensive } from './search-limits.ts';
import { anyToken, textTerm } from './text.ts';

/** How far from what is looked for a word may be. */
export interface Fuzzy {
  /** So many edits, or by the length of a word: none below `low` characters, one below `high`, else two. */
  readonly fuzziness: number | { readonly low: number; readonly high: number };
  /** So many characters at the beginning are as they are. */
  readonly prefixLength: number;
  /** Two characters that changed places are one edit. */
  readonly hasTranspositions: boolean;
}

const EDITS_MAX = 2;
export const FUZZY_DEFAULTS: Fuzzy = {
  fuzziness: { low: 3, high: 6 },
  prefixLength: 0,
  hasTranspositions: true,
};

/** `AUTO`, `AUTO:low,high`, or a number of edits. */
export function parseFuzziness(given: string): Fuzzy['fuzziness'] {
  const auto = /^AUTO(?::(\d{1,4}),(\d{1,4}))?$/i.exec(given);
  if (auto === null) {
    const edits = given.trim() === '' ? Number.NaN : Number(given);
    if (!Number.isInteger(edits) || edits < 0 || edits > EDITS_MAX) {
      throw errors.illegalArgument(
        `Valid edit distances are [0, 1, 2] but was [${given}]; [fuzziness] can also be [AUTO] or [AUTO:low,high]`,
      );
    }
    return edits;
  }
  const [, low = '3', high = '6'] = auto;
  if (Number(low) > Number(high)) {
    throw errors.illegalArgument(
      `fuzziness wrongly configured [${given}]. Must be 0 < lower value <= higher value.`,
    );
  }
  return { low: Number(low), high: Number(high) };
}

/** The parameters of a fuzzy search beside its distance, by the names that a query has for them. */
export function readFuzzy(
  reader: ObjectReader,
  fuzziness: Fuzzy['fuzziness'],
  names: { readonly prefix: string; readonly expansions: string; readonly transpositions: string },
): Fuzzy {
  const prefixLength = readNatural(reader, names.prefix) ?? FUZZY_DEFAULTS.prefixLength;
  // Lucene takes the most similar words first and no more than these; here all similar words are found.
  readNatural(reader, names.expansions);
  const hasTranspositions = reader.optionalBoolean(names.transpositions) ?? true;
  return { fuzziness, prefixLength, hasTranspositions };
}

/** A number that is not below 0. */
export function readNatural(reader: ObjectReader, key: string): number | undefined {
  const given = reader.optionalInteger(key);
  if (given !== undefined && given < 0) {
    throw errors.illegalArgument(`[${key}] cannot be negative, but was [${given}]`);
  }
  return given;
}

/** Documents with a value, or of a text a word, that is similar to a term. */
export function compileFuzzy(
  path: string,
  { term, fuzzy }: { readonly term: string; readonly fuzzy: Fuzzy },
  context: FieldContext,
): Sql {
  const field = context.field(path);
  if (field === undefined) {
    return NEVER;
  }
  refuseExpensive('[fuzzy] queries', context);
  if (isText(field)) {
    return hasSimilarTerm(field, term, fuzzy);
  }
  if (!isKeyword(field)) {
    throw errors.queryShard(
      `Can only use fuzzy queries on keyword and text fields - not on [${path}] which is of type [${field.type}]`,
    );
  }
  const wanted = field.normalizer?.normalize(term) ?? term;
  return anyValue(field, (value) => isSimilar(value, wanted, fuzzy));
}

/**
 * True where any word of a text is similar to a term. Every word of every row is compared, save that a beginning that
 * all similar words share (`prefix_length`) is looked for first.
 */
export function hasSimilarTerm(field: SearchField, term: string, fuzzy: Fuzzy): Sql {
  const exact = textTerm(field, term);
  return editsOf(term, fuzzy) === 0
    ? exact
    : anyOf([exact, anyToken(field, isSimilar(sql`t`, term, fuzzy), beginning(term, fuzzy))]);
}

/** Longer terms are found only as they are: comparing takes the product of two lengths. */
const TERM_CHARS_MAX = 256;
/** Characters beyond ASCII of one term that there are control characters for. */
const FOREIGN_MAX = 31;

/** As many edits as a term may have. */
export function editsOf(term: string, { fuzziness }: Fuzzy): number {
  const { length } = [...term];
  if (length > TERM_CHARS_MAX || foreignOf(term).length > FOREIGN_MAX) {
    return 0;
  }
  if (typeof fuzziness === 'number') {
    return fuzziness;
  }
  return length < fuzziness.low ? 0 : length < fuzziness.high ? 1 : 2;
}

const beginning = (term: string, { prefixLength }: Fuzzy): string =>
  [...term].slice(0, prefixLength).join('');

/** True where a value is similar to a term. */
export function isSimilar(value: Sql, term: string, fuzzy: Fuzzy): Sql {
  const edits = editsOf(term, fuzzy);
  if (edits === 0) {
    return sql`${value} = ${string(term)}`;
  }
  const { length } = [...term];
  const start = beginning(term, fuzzy);
  const shortest = int(Math.max(0, length - edits));
  const compared = inBytes(sql`substringUTF8(${value}, 1, ${int(length + edits + 1)})`, term);
  const wanted = string(bytesOf(term));
  return allOf([
    sql`lengthUTF8(${value}) BETWEEN ${shortest} AND ${int(length + edits)}`,
    ...(start === '' ? [] : [sql`startsWith(${value}, ${string(start)})`]),
    fuzzy.hasTranspositions
      ? sql`damerauLevenshteinDistance(${compared}, ${wanted}) <= ${int(edits)}`
      : sql`editDistance(${compared}, ${wanted}) <= ${int(edits)}`,
  ]);
}

/**
 * The engine counts edits of bytes. So that each character is one, those of the term beyond ASCII become control
 * characters, and all others beyond ASCII, which differ from every character of the term, become one more.
 */
function inBytes(value: Sql, term: string): Sql {
  const foreign = foreignOf(term);
  const own =
    foreign.length === 0
      ? value
      : sql`translateUTF8(${value}, ${string(foreign.join(''))}, ${string(bytesOf(foreign.join('')))})`;
  const others = string('[^\\x00-\\x7f]');
  return sql`if(isValidASCII(${value}), ${value}, replaceRegexpAll(${own}, ${others}, '\\x7f'))`;
}

function bytesOf(term: string): string {
  const foreign = foreignOf(term);
  return [...term]
    .map((char) => (isForeign(char) ? String.fromCharCode(foreign.indexOf(char) + 1) : char))
    .join('');
}

const foreignOf = (term: string): readonly string[] => [...new Set([...term].filter(isForeign))];

const isForeign = (char: string): boolean => char > '\x7f';
