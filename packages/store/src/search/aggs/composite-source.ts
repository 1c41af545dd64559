import { parseDateMath } from '@longshore/common/date-math';
import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { zoneOffsetMs } from '@longshore/common/time-zone';
import { float, int, raw, type Sql, sql } from '../../sql/sql.ts';
import { kindLiteral } from '../kind-literal.ts';
import type { Branch } from '../plan.ts';
import { ALWAYS } from '../predicate.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import type { ValueKind } from '../value-kind.ts';
import type { AggContext } from './agg-type.ts';
import { readInterval } from './date-histogram.ts';
import { openNumbers, openValues, readValuesSpec, type Values, type ValuesSpec } from './inputs.ts';
import { parseOffset, type Rounding, roundSql } from './rounding.ts';
import { isTime, openShow, toComparable } from './show-value.ts';
import { openTiles, readTileGrouping, type TileGrouping } from './tile-source.ts';

type Grouping = ValueGrouping | TileGrouping;

type ValueGrouping =
  | { readonly type: 'terms' }
  | { readonly type: 'histogram'; readonly interval: number }
  | { readonly type: 'date_histogram'; readonly rounding: Rounding };

/** One part of the keys of a composite aggregation. */
export interface CompositeSource {
  readonly name: string;
  readonly values: ValuesSpec;
  readonly grouping: Grouping;
  readonly isDescending: boolean;
  /** Documents without a value are in buckets too, with null as key. */
  readonly hasMissing: boolean;
  readonly isMissingFirst: boolean;
}

/** Reads `{name: {terms | histogram | date_histogram | geotile_grid: {…}}}`. */
export function readSource(given: Json): CompositeSource {
  const [name, body, ...others] = isObject(given) ? Object.entries(given).flat() : [];
  const [type, parameters, ...more] = isObject(body) ? Object.entries(body).flat() : [];
  if (typeof name !== 'string' || typeof type !== 'string' || others.length + more.length > 0) {
    throw errors.parsing(
      'each of [sources] must be an object of a name with one of [terms, histogram, date_histogram, geotile_grid]',
      'sources',
    );
  }
  const reader = readObject(type, parameters);
  const grouping = readGrouping(type, reader);
  const values = readValuesSpec(reader);
  if (values.missing !== undefined) {
    throw errors.unknownField(type, 'missing', '; use [missing_bucket]');
  }
  const isDescending = readChoice(reader, 'order', ['asc', 'desc']) === 'desc';
  const hasMissing = reader.optionalBoolean('missing_bucket') ?? false;
  const place = readChoice(reader, 'missing_order', ['default', 'first', 'last']) ?? 'default';
  reader.rejectUnknown();
  if (place !== 'default' && !hasMissing) {
    throw errors.illegalArgument('missing_order requires missing_bucket to be true');
  }
  const isMissingFirst = place === 'default' ? !isDescending : place === 'first';
  return { name, values, grouping, isDescending, hasMissing, isMissingFirst };
}

function readChoice(
  reader: ObjectReader,
  key: string,
  choices: readonly string[],
): string | undefined {
  const given = reader.optionalString(key)?.toLowerCase();
  if (given !== undefined && !choices.includes(given)) {
    throw errors.illegalArgument(`[${key}] must be one of [${choices.join(', ')}], not [${given}]`);
  }
  return given;
}

function readGrouping(type: string, reader: ObjectReader): Grouping {
  if (type === 'terms') {
    reader.optionalString('value_type');
    return { type };
  }
  if (type === 'histogram') {
    const interval = reader.optionalNumber('interval') ?? 0;
    if (!(interval > 0)) {
      throw errors.illegalArgument('[interval] must be greater than 0 for [histogram] source');
    }
    return { type, interval };
  }
  if (type === 'geotile_grid') {
    return readTileGrouping(reader);
  }
  if (type !== 'date_histogram') {
    throw errors.parsing(
      `invalid source type: ${type}; use one of [terms, histogram, date_histogram, geotile_grid]`,
      type,
    );
  }
  const timeZone = reader.optionalString('time_zone') ?? 'UTC';
  zoneOffsetMs(timeZone, 0);
  const offsetMs = parseOffset(reader.optionalString('offset'));
  return { type, rounding: { interval: readInterval(reader), timeZone, offsetMs } };
}

/** A source for the indices of a search. Parts of keys are arrays of one value, or of none: the engine compares those. */
export interface OpenSource {
  readonly source: CompositeSource;
  readonly kind: ValueKind;
  /** That of its field, of dates. */
  readonly format: string | undefined;
  /** Rows that have such a part. */
  where(branch: Branch): Sql;
  part(branch: Branch): Sql;
  /** How many such parts a row has that has any. */
  partCount(branch: Branch): Sql;
  /** A value that the engine gave. */
  literal(value: unknown): Sql;
  /** A value that the client sends back as `after`. */
  readAfter(value: Json): Sql;
  /** A value as answers have it. */
  show(value: unknown): unknown;
}

/** Opens a source. */
export function openSource(source: CompositeSource, context: AggContext): OpenSource {
  const { grouping, values: spec } = source;
  if (grouping.type === 'geotile_grid') {
    return openTiles(source, grouping, context);
  }
  const isNumeric = grouping.type === 'histogram';
  const values = isNumeric ? openNumbers('composite', spec, context) : openValues(spec, context);
  const kind = isNumeric ? 'float' : (values.common?.kind ?? 'text');
  const isDate = isTime(kind);
  if (grouping.type === 'date_histogram' && !isDate && values.common !== undefined) {
    throw errors.illegalArgument(
      `Field [${spec.field}] is not supported by the source [${source.name}] of type [date_histogram]: it is no date`,
    );
  }
  const literal = (value: unknown): Sql =>
    isDate ? sql`${int(Number(value))}` : sql`${kindLiteral(kind, value as Json)}`;
  const missing = spec.missing === undefined ? undefined : missingLiteral(spec.missing, kind);
  return {
    source,
    kind,
    format: values.common?.format,
    where: (branch) => {
      const input = values.input(branch);
      if (source.hasMissing || missing !== undefined) {
        return ALWAYS;
      }
      return values.isList ? sql`notEmpty(${input})` : sql`isNotNull(${input})`;
    },
    part: (branch) => partOf(values, branch, { grouping, kind, missing }),
    partCount: (branch) => {
      const group = (v: Sql) => groupOf(toComparable(v, kind), grouping);
      return values.isList
        ? sql`greatest(1, length(arrayDistinct(arrayMap(w -> ${group(raw('w'))}, ${values.input(branch)}))))`
        : sql`1`;
    },
    literal,
    readAfter: (value) =>
      isDate ? sql`${int(readTime(value, source, context.nowMs))}` : literal(value),
    show: openShow(kind, source.values.format, zoneOf(source)),
  };
}

function missingLiteral(given: Json, kind: ValueKind): Sql {
  const literal = sql`${kindLiteral(kind, given)}`;
  return isTime(kind) ? toComparable(literal, kind) : literal;
}

function partOf(
  values: Values,
  branch: Branch,
  {
    grouping,
    kind,
    missing,
  }: {
    readonly grouping: ValueGrouping;
    readonly kind: ValueKind;
    readonly missing: Sql | undefined;
  },
): Sql {
  const input = values.input(branch);
  const group = (v: Sql): Sql => groupOf(toComparable(v, kind), grouping);
  const none = missing === undefined ? sql`[]` : sql`[${missing}]`;
  if (!values.isList) {
    return sql`if(isNull(${input}), ${none}, [assumeNotNull(${group(input)})])`;
  }
  const distinct = sql`arrayDistinct(arrayMap(w -> ${group(raw('w'))}, ${input}))`;
  return sql`arrayJoin(if(empty(${input}), [${none}], arrayMap(x -> [x], ${distinct})))`;
}

function groupOf(v: Sql, grouping: ValueGrouping): Sql {
  switch (grouping.type) {
    case 'terms':
      return v;
    case 'histogram':
      return sql`(floor(${v} / ${float(grouping.interval)}) * ${float(grouping.interval)})`;
    case 'date_histogram':
      return roundSql(grouping.rounding, v);
  }
}

const zoneOf = ({ grouping }: CompositeSource): string =>
  grouping.type === 'date_histogram' ? grouping.rounding.timeZone : 'UTC';

function readTime(given: Json, source: CompositeSource, nowMs: number): number {
  const { format } = source.values;
  if (typeof given === 'number') {
    return given;
  }
  return parseDateMath(jsonText(given), {
    nowMs,
    timeZone: zoneOf(source),
    ...(format === undefined ? {} : { format }),
  });
}

/** The parts of a key as the engine gives them: lists of one value or none. */
export const partsOf = (key: unknown): readonly (readonly unknown[])[] =>
  Array.isArray(key) ? key.filter(Array.isArray) : [];

export function partLiterals(sources: readonly OpenSource[], key: unknown): readonly Sql[] {
  const parts = partsOf(key);
  return sources.map((source, i) => {
    const [value = null] = parts[i] ?? [];
    return value === null ? sql`[]` : sql`[${source.literal(value)}]`;
  });
}
