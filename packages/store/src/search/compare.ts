import { parseDateMath } from '@longshore/common/date-math';
import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { FIELD_TYPES } from '../index/field-types.ts';
import { isRangeType } from '../index/types/range-types.ts';
import { float, int, ip, moment, type Param, type Sql, sql, string } from '../sql/sql.ts';
import { type FieldContext, isDate, isInteger, isText, type SearchField } from './field-context.ts';
import { anyValue, hasValue } from './field-sql.ts';
import {
  clampMs,
  dateFormat,
  equalLiteral,
  integerLiteral,
  integerText,
  readIp,
  readNumber,
  rounded,
  scalarText,
} from './field-values.ts';
import { ALWAYS, allOf, NEVER } from './predicate.ts';
import { type RangeRelation, rangesWithin } from './range-fields.ts';
import { textTerm } from './text.ts';
import { versionOrder } from './version-order.ts';

/** A range as queries give it. Bounds are texts or numbers; null and absent are open. */
export interface Range {
  readonly gt?: Json;
  readonly gte?: Json;
  readonly lt?: Json;
  readonly lte?: Json;
  readonly format?: string;
  readonly timeZone?: string;
  /** Of fields that hold ranges themselves. */
  readonly relation?: RangeRelation;
}

type Bound = 'gt' | 'gte' | 'lt' | 'lte';

const OPERATORS: Readonly<Record<Bound, Sql>> = {
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
};
const BOUNDS = ['gt', 'gte', 'lt', 'lte'] as const;

/** True where any value of the field is this one. Text fields are compared by token. */
export function equals(field: SearchField, value: Json | undefined, context: FieldContext): Sql {
  if (isText(field)) {
    return textTerm(field, scalarText(field, value));
  }
  refuseUnsearchable(field);
  if (isRangeType(field.type)) {
    const point = scalarText(field, value);
    return rangesWithin(field, { gte: point, lte: point }, context);
  }
  if (isDate(field)) {
    // A day without a time of day means all of it.
    const text = scalarText(field, value);
    return within(field, { gte: text, lte: text }, context);
  }
  if (field.column.type === 'IPv6') {
    const { address, prefixBits } = readIp(scalarText(field, value));
    if (prefixBits !== undefined) {
      const block = sql`IPv6CIDRToRange(${ip(address)}, toUInt8(${int(prefixBits)}))`;
      return anyValue(field, (v) => sql`${v} >= ${block}.1 AND ${v} <= ${block}.2`);
    }
  }
  const literal = equalLiteral(field, value);
  return literal === undefined ? NEVER : hasLiteral(field, literal);
}

/** True where any value of the field is one of the literals. */
function hasLiteral(field: SearchField, literal: Param | Sql): Sql {
  const isKeyed = field.flattenedKey !== undefined || field.column.overflowKey !== undefined;
  return field.column.list && !isKeyed && field.type !== 'flattened'
    ? sql`has(${sql`\`${nameOf(field)}\``}, ${literal})`
    : anyValue(field, (v) => sql`${v} = ${literal}`);
}

const nameOf = (field: SearchField): Sql => ({ parts: [field.column.name] });

/** True where any value of the field is within the range. */
export function within(field: SearchField, range: Range, context: FieldContext): Sql {
  refuseUnsearchable(field);
  if (isRangeType(field.type)) {
    return rangesWithin(field, range, context);
  }
  const tests: ((value: Sql) => Sql)[] = [];
  for (const bound of BOUNDS) {
    const value = range[bound];
    if (value === undefined || value === null) {
      continue;
    }
    const test = boundTest({ field, range, context }, bound, scalarText(field, value));
    if (test === NEVER) {
      return NEVER;
    }
    if (test !== ALWAYS) {
      tests.push(test as (value: Sql) => Sql);
    }
  }
  // Open on both sides, it still takes a value.
  return tests.length === 0
    ? hasValue(field)
    : anyValue(field, (value) => allOf(tests.map((test) => test(value))));
}

/** Some types are stored to be shown and counted, or have queries of their own. */
function refuseUnsearchable({ path, type }: SearchField): void {
  if (type === 'geo_point' || FIELD_TYPES[type].isSearchable === false) {
    const kind = type.startsWith('geo_') ? 'Geometry fields' : `Fields of type [${type}]`;
    throw errors.queryShard(
      `failed to create query: ${kind} do not support exact searching, use dedicated queries instead: [${path}]`,
    );
  }
}

interface RangeOf {
  readonly field: SearchField;
  readonly range: Range;
  readonly context: FieldContext;
}

type Test = (value: Sql) => Sql;

function boundTest(of: RangeOf, bound: Bound, text: string): Test | Sql {
  const { field } = of;
  const compare =
    (literal: Param | Sql, operator: Bound = bound): Test =>
    (value) =>
      sql`${value} ${OPERATORS[operator]} ${literal}`;
  if (isDate(field)) {
    const ms = rangeMs(of.range, bound, text, { field, nowMs: of.context.nowMs });
    const nanos = field.column.type === 'DateTime64(9)';
    if (nanos && (bound === 'lte' || bound === 'gt')) {
      // A millisecond is as long as its last nanosecond.
      return compare(moment(clampMs(ms + 1)), bound === 'lte' ? 'lt' : 'gte');
    }
    return compare(moment(clampMs(ms)));
  }
  if (isInteger(field)) {
    return integerTest(field, bound, text);
  }
  if (field.type === 'version') {
    const literal = versionOrder(string(text));
    return (value) => sql`${versionOrder(value)} ${OPERATORS[bound]} ${literal}`;
  }
  switch (field.column.type) {
    case 'Float64':
      return compare(float(rounded(field, readNumber(text))));
    case 'IPv6':
      return compare(ip(readIp(text).address));
    case 'Bool':
      return (value) => sql`toUInt8(${value}) ${OPERATORS[bound]} ${int(text === 'true' ? 1 : 0)}`;
    default:
      return compare(string(field.normalizer?.normalize(text) ?? text));
  }
}

/** Ranges over integers round inward; what is beyond the type is open or empty. */
function integerTest(field: SearchField, bound: Bound, text: string): Test | Sql {
  const { floor, isExact } = integerText(text);
  const isLower = bound === 'gt' || bound === 'gte';
  const edge = isLower ? (isExact ? floor : floor + 1n) : floor;
  const operator = isExact ? bound : isLower ? 'gte' : 'lte';
  const literal = integerLiteral(field, edge);
  if (literal === undefined) {
    const isBelow = edge < 0n;
    return isBelow === isLower ? ALWAYS : NEVER;
  }
  return (value) => sql`${value} ${OPERATORS[operator]} ${literal}`;
}

/** The moment of one end of a range over dates: `gt` and `lte` round up (date-math.ts). */
export function rangeMs(
  range: Range,
  bound: Bound,
  text: string,
  of: { readonly field?: SearchField; readonly nowMs: number },
): number {
  const format = range.format ?? (of.field === undefined ? undefined : dateFormat(of.field));
  return parseDateMath(text, {
    nowMs: of.nowMs,
    roundUp: bound === 'gt' || bound === 'lte',
    ...(range.timeZone === undefined ? {} : { timeZone: range.timeZone }),
    ...(format === undefined ? {} : { format }),
  });
}
