import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import { type DistanceSort, parseDistanceSort } from './geo/geo-distance-sort.ts';
import { type NestedSort, parseNestedSort } from './nested/nested-sort.ts';
import type { ParseContext } from './query.ts';
import { readObject } from './read-object.ts';
import { parseScriptSort, type ScriptSort } from './script-sort.ts';

const MODES = ['min', 'max', 'avg', 'sum', 'median'] as const;
type Mode = (typeof MODES)[number];

/** One key to sort hits by. */
export type SortKey =
  | { readonly kind: 'score'; readonly order: Order }
  /** The order in which documents were indexed. */
  | { readonly kind: 'doc'; readonly order: Order }
  /** The same over several indices: no two documents have the same number. */
  | { readonly kind: 'shard_doc'; readonly order: Order }
  | { readonly kind: 'geo_distance'; readonly order: Order; readonly distance: DistanceSort }
  | ({ readonly kind: 'script'; readonly order: Order } & ScriptSort)
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly order: Order;
      /** Where documents without a value go, or the value that they are treated as having. */
      readonly missing: '_last' | '_first' | { readonly value: Json };
      readonly unmappedType: string | undefined;
      readonly mode: Mode | undefined;
      readonly format: string | undefined;
      /** The values are those of nested objects. */
      readonly nested?: NestedSort;
    };

/** A key that is a field of documents. */
export type FieldKey = Extract<SortKey, { kind: 'field' }>;

type Order = 'asc' | 'desc';

const SORT_KEYS_MAX = 20;

/** The `sort` of a body: one key or a list of them. */
export function parseSort(given: Json | undefined, context: ParseContext): readonly SortKey[] {
  if (given === undefined || given === null) {
    return [];
  }
  const list: readonly Json[] = Array.isArray(given) ? given : [given];
  if (list.length > SORT_KEYS_MAX) {
    throw errors.illegalArgument(`[sort] has ${list.length} keys, more than ${SORT_KEYS_MAX}`);
  }
  return list.flatMap((key: Json) => parseKeys(key, context));
}

/** The `sort` of a URI: `a,b:desc`. */
export function parseSortParameter(
  keys: readonly string[],
  context: ParseContext,
): readonly SortKey[] {
  return keys.map((key) => {
    const colon = key.lastIndexOf(':');
    return colon < 0
      ? namedKey(key, {}, context)
      : namedKey(key.slice(0, colon), { order: key.slice(colon + 1) }, context);
  });
}

function parseKeys(given: Json, context: ParseContext): readonly SortKey[] {
  if (typeof given === 'string') {
    return [namedKey(given, {}, context)];
  }
  if (!isObject(given)) {
    throw errors.illegalArgument(
      `malformed sort format, within the sort array, an object, or an actual string are allowed`,
    );
  }
  return Object.entries(given).map(([field, options]) =>
    namedKey(field, typeof options === 'string' ? { order: options } : options, context),
  );
}

function namedKey(field: string, options: Json, context: ParseContext): SortKey {
  if (field === '_geo_distance') {
    const { order: given, ...distance } = parseDistanceSort(options);
    return { kind: 'geo_distance', order: readOrder(given, 'asc'), distance };
  }
  const reader = readObject('sort', options);
  const order = readOrder(reader.optionalString('order'), field === '_score' ? 'desc' : 'asc');
  if (isMetadataKey(field)) {
    reader.rejectUnknown();
    return { kind: METADATA_KINDS[field], order };
  }
  if (field === '_script') {
    return { kind: 'script', order, ...parseScriptSort(options) };
  }
  const missing = reader.json('missing') ?? '_last';
  const mode = reader.optionalString('mode');
  const isMode = (text: string): text is Mode => (MODES as readonly string[]).includes(text);
  if (mode !== undefined && !isMode(mode)) {
    throw errors.illegalArgument(`Unknown SortMode [${mode}]`);
  }
  const nested = reader.json('nested');
  const key: SortKey = {
    kind: 'field',
    field,
    order,
    missing: missing === '_last' || missing === '_first' ? missing : { value: missing },
    unmappedType: reader.optionalString('unmapped_type'),
    mode,
    format: reader.optionalString('format'),
    ...(nested === undefined ? {} : { nested: parseNestedSort(nested, context) }),
  };
  // Values are compared as what they are; a date and a long of other indices are refused.
  reader.optionalString('numeric_type');
  reader.optionalBoolean('ignore_unmapped');
  reader.rejectUnknown();
  return key;
}

const METADATA_KINDS = { _score: 'score', _doc: 'doc', _shard_doc: 'shard_doc' } as const;

const isMetadataKey = (field: string): field is keyof typeof METADATA_KINDS =>
  Object.hasOwn(METADATA_KINDS, field);

function readOrder(given: string | undefined, fallback: Order): Order {
  const order = given?.toLowerCase() ?? fallback;
  if (order !== 'asc' && order !== 'desc') {
    throw errors.illegalArgument(`Unknown SortOrder [${order}]`);
  }
  return order;
}
