import { parseDateMath } from '@longshore/common/date-math';
import { errors, LongshoreError } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { ExactNumber } from '../index/exact-json.ts';
import { cidrRange, numberToIp } from '../index/types/ip-arithmetic.ts';
import {
  isRangeType,
  isWhole,
  RANGE_KINDS,
  type RangeKind,
  type RangeType,
} from '../index/types/range-types.ts';
import { column, float, int, ip, type Param, type Sql, sql } from '../sql/sql.ts';
import type { FieldContext, SearchField } from './field-context.ts';
import { dateFormat, readIp, scalarText } from './field-values.ts';
import { NEVER } from './predicate.ts';

/** How the range of a document stands to that of the query: it meets it, holds all of it, or lies in it. */
export const RANGE_RELATIONS = ['intersects', 'contains', 'within'] as const;
export type RangeRelation = (typeof RANGE_RELATIONS)[number];

interface GivenRange {
  readonly gt?: Json;
  readonly gte?: Json;
  readonly lt?: Json;
  readonly lte?: Json;
  readonly format?: string;
  readonly timeZone?: string;
  readonly relation?: RangeRelation;
}

/** True where any range in the field stands in the relation to the range of the query. */
export function rangesWithin(field: SearchField, given: GivenRange, context: FieldContext): Sql {
  const { type } = field;
  if (!isRangeType(type)) {
    throw new Error('BUG: a field that holds no ranges was compared as one');
  }
  const kind = RANGE_KINDS[type];
  const of = { field, given: blockOf(type, given), nowMs: context.nowMs };
  return isWhole(kind) ? compare(kind, of) : compare(kind, of);
}

/** A block of addresses, `10.0.0.0/8`, is a range. */
function blockOf(type: RangeType, given: GivenRange): GivenRange {
  const text = jsonText(given.gte ?? '');
  if (type !== 'ip_range' || !text.includes('/') || given.gte !== given.lte) {
    return given;
  }
  const { address, prefixBits = 128 } = readIp(text);
  const [first, last] = cidrRange(address, prefixBits).map(numberToIp);
  return {
    ...given,
    ...(first === undefined || last === undefined ? {} : { gte: first, lte: last }),
  };
}

interface Comparison {
  readonly field: SearchField;
  readonly given: GivenRange;
  readonly nowMs: number;
}

function compare<T extends number | bigint>(kind: RangeKind<T>, of: Comparison): Sql {
  const { gt, gte, lt, lte, relation = 'intersects' } = of.given;
  const end = (value: Json | undefined, roundUp: boolean): T | undefined =>
    value === undefined || value === null ? undefined : readEnd(kind, of, value, roundUp);
  const after = end(gt, true);
  const before = end(lt, false);
  const from = after === undefined ? (end(gte, false) ?? kind.min) : kind.next(after);
  const to = before === undefined ? (end(lte, true) ?? kind.max) : kind.previous(before);
  if (from > to) {
    return NEVER;
  }
  const ends = column(of.field.column.name);
  const first = sql`${ends}[i]`;
  const last = sql`${ends}[i + 1]`;
  const low = literal(of.field, kind.store(from));
  const high = literal(of.field, kind.store(to));
  const tests: Readonly<Record<RangeRelation, Sql>> = {
    intersects: sql`${first} <= ${high} AND ${last} >= ${low}`,
    contains: sql`${first} <= ${low} AND ${last} >= ${high}`,
    within: sql`${first} >= ${low} AND ${last} <= ${high}`,
  };
  return sql`arrayExists(i -> ${tests[relation]}, range(1, length(${ends}), 2))`;
}

function readEnd<T extends number | bigint>(
  kind: RangeKind<T>,
  { field, given, nowMs }: Comparison,
  value: Json,
  roundUp: boolean,
): T {
  const text = scalarText(field, value);
  try {
    if (field.type === 'date_range') {
      const options = { nowMs, roundUp, format: given.format ?? dateFormat(field) };
      const zone = given.timeZone === undefined ? {} : { timeZone: given.timeZone };
      return kind.read(parseDateMath(text, { ...options, ...zone }), field, roundUp);
    }
    return kind.read(typeof value === 'number' ? new ExactNumber(text) : text, field, roundUp);
  } catch (error) {
    throw error instanceof LongshoreError
      ? errors.queryShard(`failed to create query: ${error.message}`)
      : error;
  }
}

function literal(field: SearchField, value: string | number): Param | Sql {
  switch (field.column.type) {
    case 'Int64':
      return int(BigInt(value));
    case 'IPv6':
      return ip(String(value));
    default:
      return float(Number(value));
  }
}
