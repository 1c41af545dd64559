import { compareValues, type Doc, docValues, type Kind, showIp, type Value } from './fields.ts';
import { asList, asNumber, asObject, asText, type Json, type JsonObject } from './json.ts';
import { evaluate } from './matches.ts';

/** Larger than a double can tell: the answers' own digits are compared. */
const LONG_MAX = '9223372036854775807';
const LONG_MIN = '-9223372036854775808';

/** A document that is found, at its place among all of them. */
export interface Expected {
  readonly doc: Doc;
  /** Undefined where hits are in the order of their scores. */
  readonly sort: readonly Json[] | undefined;
  /** NaN if not known. */
  readonly score: number;
}

/** How a field of a search is mapped; undefined if no index of the search has it. */
export type KindOf = (path: string) => Kind | undefined;

interface SortKey {
  readonly field: string;
  readonly isDescending: boolean;
  readonly mode: string;
  readonly missing: Json;
  readonly kind: Kind;
}

/** All that a search finds, in order, before any paging. */
export function expectedHits(
  body: JsonObject,
  docs: readonly Doc[],
  kindOf: KindOf,
): readonly Expected[] {
  const query = body.query ?? { match_all: {} };
  const found = docs.flatMap((doc) => {
    const { isMatch, score } = evaluate(query, doc);
    return isMatch ? [{ doc, score: Math.fround(score) }] : [];
  });
  if (asList(body.sort).length === 0) {
    const isKnown = found.every(({ score }) => !Number.isNaN(score));
    const byScore = found.map(({ doc, score }) => ({
      doc,
      score: isKnown ? score : Number.NaN,
      sort: undefined,
    }));
    return byScore.sort((a, b) => b.score - a.score);
  }
  const keys = asList(body.sort).map((given) => readKey(given, kindOf));
  const rows = found.map(({ doc }) => ({ doc, values: keys.map((key) => sortValue(doc, key)) }));
  rows.sort((a, b) => compareRows(keys, a.values, b.values));
  const expected = rows.map(({ doc, values }) => ({
    doc,
    score: Number.NaN,
    sort: keys.map((key, i) => show(values[i], key)),
  }));
  return body.collapse === undefined ? expected : collapsed(expected, asObject(body.collapse));
}

function readKey(given: Json, kindOf: KindOf): SortKey {
  const [field = '', options = {}] =
    typeof given === 'string' ? [given] : (Object.entries(asObject(given))[0] ?? []);
  const spec = typeof options === 'string' ? { order: options } : asObject(options);
  const isDescending = spec.order === 'desc';
  return {
    field,
    isDescending,
    mode: asText(spec.mode ?? (isDescending ? 'max' : 'min')),
    missing: spec.missing ?? '_last',
    kind: kindOf(field) ?? (asText(spec.unmapped_type) as Kind),
  };
}

/** Undefined for a document without a value. */
function sortValue(doc: Doc, { field, mode, missing, kind }: SortKey): Value | undefined {
  const values = docValues(doc, field);
  const [first] = values;
  if (first === undefined) {
    return missing === '_last' || missing === '_first' ? undefined : (missing as Value);
  }
  const numbers = values.map(Number);
  const sum = numbers.reduce((total, value) => total + value, 0);
  // Of whole numbers it is a whole one.
  const rounded = (value: number) => (kind === 'double' ? value : Math.round(value));
  switch (mode) {
    case 'min':
      return first;
    case 'max':
      return values.at(-1);
    case 'sum':
      return sum;
    case 'avg':
      return rounded(sum / numbers.length);
    default: {
      const [low = 0, high = 0] = [
        numbers[(numbers.length - 1) >> 1],
        numbers[numbers.length >> 1],
      ];
      return rounded((low + high) / 2);
    }
  }
}

function compareRows(
  keys: readonly SortKey[],
  left: readonly (Value | undefined)[],
  right: readonly (Value | undefined)[],
): number {
  const orders = keys.map(({ isDescending, missing }, i) =>
    comparePlaces(left[i], right[i], { isDescending, isMissingFirst: missing === '_first' }),
  );
  return orders.find((order) => order !== 0) ?? 0;
}

/** The order of two values, of which some may be missing. */
export function comparePlaces(
  a: Value | undefined,
  b: Value | undefined,
  {
    isDescending,
    isMissingFirst,
  }: { readonly isDescending: boolean; readonly isMissingFirst: boolean },
): number {
  if (a === undefined || b === undefined) {
    const isFirst = a === b ? undefined : (a === undefined) === isMissingFirst;
    return isFirst === undefined ? 0 : isFirst ? -1 : 1;
  }
  return isDescending ? compareValues(b, a) : compareValues(a, b);
}

function show(value: Value | undefined, { kind, isDescending, missing }: SortKey): Json {
  if (value === undefined) {
    const isHigh = (missing === '_first') === isDescending;
    if (kind === 'keyword' || kind === 'ip') {
      return null;
    }
    return kind === 'double' ? (isHigh ? 'Infinity' : '-Infinity') : isHigh ? LONG_MAX : LONG_MIN;
  }
  return typeof value === 'bigint'
    ? showIp(value)
    : typeof value === 'boolean'
      ? Number(value)
      : value;
}

/** The first hit of each value; those without one are alike. */
function collapsed(hits: readonly Expected[], { field }: JsonObject): readonly Expected[] {
  const seen = new Set<Value | undefined>();
  return hits.filter(({ doc }) => {
    const [value] = docValues(doc, asText(field));
    const isNew = !seen.has(value);
    seen.add(value);
    return isNew;
  });
}

/** The part of them that one answer shows. */
export function pageOf(
  hits: readonly Expected[],
  { from = 0, size = 10 }: JsonObject,
): readonly Expected[] {
  return hits.slice(asNumber(from), asNumber(from) + asNumber(size));
}
