import { formatDate } from '@longshore/common/date-format';
import { parseDateMath } from '@longshore/common/date-math';
import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { zoneOffsetMs } from '@longshore/common/time-zone';
import { int, raw, type Sql, sql } from '../../sql/sql.ts';
import { TIME_MAX_MS, TIME_MIN_MS } from '../field-values.ts';
import { noValue } from '../kind-sql.ts';
import { ALWAYS } from '../predicate.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import type {
  AggContext,
  Bucket,
  BucketAggType,
  BucketPlan,
  BucketRow,
  OrderKey,
} from './agg-type.ts';
import { fillGaps, orderBuckets } from './fill.ts';
import { openValues, readValuesSpec, type Values, type ValuesSpec } from './inputs.ts';
import { orderWhenDone, parseOrder } from './order.ts';
import { type CountKeys, openRangeField } from './range-keys.ts';
import { durationIn } from './rate-unit.ts';
import {
  type Interval,
  nextKey,
  parseCalendarInterval,
  parseFixedInterval,
  parseOffset,
  type Rounding,
  roundMs,
  roundSql,
  shortestMs,
} from './rounding.ts';

interface Bounds {
  readonly min: Json | undefined;
  readonly max: Json | undefined;
}

interface DateHistogram extends ValuesSpec {
  readonly rounding: Rounding;
  readonly minDocCount: number;
  readonly extendedBounds: Bounds | undefined;
  readonly hardBounds: Bounds | undefined;
  readonly isKeyed: boolean;
  readonly order: readonly OrderKey[];
}

/** Buckets of time: of a fixed length, or by the calendar of a zone. */
export const dateHistogram: BucketAggType<DateHistogram> = {
  name: 'date_histogram',
  kind: 'bucket',
  parse(reader) {
    const timeZone = reader.optionalString('time_zone') ?? 'UTC';
    zoneOffsetMs(timeZone, 0);
    const order = parseOrder(reader.json('order'));
    return {
      ...readValuesSpec(reader),
      rounding: {
        interval: readInterval(reader),
        timeZone,
        offsetMs: parseOffset(reader.optionalString('offset')),
      },
      minDocCount: reader.optionalInteger('min_doc_count') ?? 0,
      extendedBounds: readBounds('extended_bounds', reader.json('extended_bounds')),
      hardBounds: readBounds('hard_bounds', reader.json('hard_bounds')),
      isKeyed: reader.optionalBoolean('keyed') ?? false,
      order,
    };
  },
  plan: planDateHistogram,
};

/** The one interval that is given, of whichever kind. */
export function readInterval(reader: ObjectReader): Interval {
  const fixed = reader.optionalString('fixed_interval');
  const calendar = reader.optionalString('calendar_interval');
  const old = reader.optionalString('interval');
  const given = [fixed, calendar, old].filter((text) => text !== undefined);
  if (given.length !== 1) {
    throw errors.illegalArgument(
      given.length === 0
        ? 'Invalid interval specified, must be non-null and non-empty'
        : 'Cannot use [fixed_interval] with [calendar_interval] configuration option.',
    );
  }
  if (fixed !== undefined) {
    return parseFixedInterval(fixed);
  }
  return calendar === undefined ? parseOldInterval(old ?? '') : parseCalendarInterval(calendar);
}

/** The old `interval` is one of the calendar if it can be, else a length; without a unit, milliseconds. */
function parseOldInterval(text: string): Interval {
  try {
    return parseCalendarInterval(text);
  } catch {
    // Not of the calendar: what is wrong with it, if anything, the other parser says.
    return parseFixedInterval(/^\d+$/.test(text) ? `${text}ms` : text);
  }
}

function readBounds(name: string, given: Json | undefined): Bounds | undefined {
  if (given === undefined) {
    return undefined;
  }
  const reader = readObject(name, given);
  const bounds = { min: reader.json('min'), max: reader.json('max') };
  reader.rejectUnknown();
  return bounds;
}

function planDateHistogram(spec: DateHistogram, context: AggContext): BucketPlan {
  const { rounding, minDocCount } = spec;
  const ranges = openRangeField(spec.field, ['date_range'], context);
  const values = ranges === undefined ? openDates(spec, context) : undefined;
  const format = spec.format ?? values?.common?.format ?? ranges?.format;
  const read = (given: Json | undefined): number | undefined =>
    given === undefined || given === null
      ? undefined
      : readBound(given, { format, timeZone: rounding.timeZone, nowMs: context.nowMs });
  const toKey = (ms: number | undefined) => (ms === undefined ? undefined : roundMs(rounding, ms));
  const from = toKey(read(spec.extendedBounds?.min));
  const to = toKey(read(spec.extendedBounds?.max));
  const hardMin = toKey(read(spec.hardBounds?.min));
  const hardMax = read(spec.hardBounds?.max);
  return {
    typedName: 'date_histogram',
    skipsEmpty: minDocCount > 0,
    orderWhenDone: orderWhenDone(spec.order),
    ...(values === undefined
      ? ranges?.keys(keysOfRanges(rounding, hardMin, hardMax))
      : {
          where: (branch) => existing(values, branch, spec),
          key: (branch) => keySql(values.input(branch), values, spec),
        }),
    keyCondition: (key) => hardCondition(key, hardMin, hardMax),
    durationIn: (key, unit) => durationIn(rounding, Number(key), unit),
    keyLiteral: (key) => sql`${int(Number(key))}`,
    buckets: <Row extends BucketRow>(rows: readonly Row[]) => {
      const filled = fillGaps(rows, {
        minDocCount,
        next: (key) => nextKey(rounding, key),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      });
      const buckets = filled.map(({ key, row }): Bucket<Row> => {
        const text = formatDate(key, format, rounding.timeZone);
        return {
          row,
          docCount: row?.docCount ?? 0,
          members: { key_as_string: text, key },
          name: text,
        };
      });
      return orderBuckets(buckets, spec.order);
    },
    answer: (buckets) => ({ buckets: listOrKeyed(buckets, spec.isKeyed) }),
  };
}

/** Ranges without an end reach as far as the engine's times. */
const keysOfRanges = (
  rounding: Rounding,
  min: number | undefined,
  max: number | undefined,
): CountKeys => ({
  end: (ms) => ms,
  round: (ms) => roundSql(rounding, ms),
  settle: (ms) => roundSql(rounding, ms),
  step: shortestMs(rounding.interval),
  min: sql`${int(min ?? TIME_MIN_MS)}`,
  max: sql`${int(max ?? TIME_MAX_MS)}`,
});

/** The buckets of an answer: a list, or an object by their names. */
export function listOrKeyed(
  buckets: Parameters<BucketPlan['answer']>[0],
  isKeyed: boolean,
): unknown {
  return isKeyed
    ? Object.fromEntries(buckets.map(({ bucket, json }) => [bucket.name ?? '', json]))
    : buckets.map(({ json }) => json);
}

/** Times of a field or a script; none where no index maps the field. */
export function openDates(spec: ValuesSpec, context: AggContext): Values {
  const values = openValues(spec, context);
  const kind = values.common?.kind;
  if (kind !== undefined && kind !== 'date' && kind !== 'nanos') {
    throw errors.illegalArgument(
      `Field [${spec.field}] of type [${kind === 'text' ? 'keyword' : kind}] is not supported for aggregation [date_histogram]`,
    );
  }
  return values.common === undefined
    ? { ...values, common: undefined, input: () => noValue('date') }
    : values;
}

/** Rows that have a time. */
export function existing(
  values: Values,
  branch: Parameters<Values['input']>[0],
  spec: ValuesSpec,
): Sql {
  const field = branch.context.field(spec.field);
  const always = spec.missing !== undefined || field?.column.required === true;
  if (always) {
    return ALWAYS;
  }
  return values.isList
    ? sql`notEmpty(${values.input(branch)})`
    : sql`isNotNull(${values.input(branch)})`;
}

const toMs = (v: Sql, { common }: Values): Sql =>
  common?.kind === 'nanos'
    ? sql`intDiv(toUnixTimestamp64Nano(${v}), 1000000)`
    : sql`toUnixTimestamp64Milli(${v})`;

/** The times of a row as a list of epoch ms; what stands for none, where the request says so. */
export function timesOf(
  values: Values,
  branch: Parameters<Values['input']>[0],
  spec: ValuesSpec & { readonly timeZone: string },
): Sql {
  const input = values.input(branch);
  const list = values.isList
    ? sql`arrayMap(v -> ${toMs(raw('v'), values)}, ${input})`
    : sql`arrayFilter(v -> isNotNull(v), [${toMs(input, values)}])`;
  const times = sql`CAST(${list} AS Array(Int64))`;
  const missing = spec.missing === undefined ? undefined : readMissing(spec.missing, spec);
  return missing === undefined ? times : sql`if(empty(${times}), [${int(missing)}], ${times})`;
}

function keySql(input: Sql, values: Values, spec: DateHistogram): Sql {
  const { timeZone } = spec.rounding;
  const missing =
    spec.missing === undefined ? undefined : readMissing(spec.missing, { ...spec, timeZone });
  if (values.isList) {
    const all = sql`arrayDistinct(arrayMap(v -> ${roundSql(spec.rounding, toMs(raw('v'), values))}, ${input}))`;
    return missing === undefined
      ? sql`arrayJoin(${all})`
      : sql`arrayJoin(if(empty(${input}), [${int(roundMs(spec.rounding, missing))}], ${all}))`;
  }
  const ms = toMs(input, values);
  return roundSql(spec.rounding, missing === undefined ? ms : sql`ifNull(${ms}, ${int(missing)})`);
}

const readMissing = (
  given: Json,
  { format, timeZone }: ValuesSpec & { readonly timeZone: string },
): number => readBound(given, { format, timeZone, nowMs: Date.now() });

interface BoundOptions {
  readonly format: string | undefined;
  readonly timeZone: string;
  readonly nowMs: number;
}

function readBound(given: Json, { format, timeZone, nowMs }: BoundOptions): number {
  if (typeof given === 'number') {
    return given;
  }
  return parseDateMath(jsonText(given), {
    nowMs,
    timeZone,
    ...(format === undefined ? {} : { format }),
  });
}

function hardCondition(
  key: Sql,
  min: number | undefined,
  max: number | undefined,
): Sql | undefined {
  const low = min === undefined ? [] : [sql`${key} >= ${int(min)}`];
  const high = max === undefined ? [] : [sql`${key} <= ${int(max)}`];
  const [first, second] = [...low, ...high];
  return first === undefined || second === undefined ? first : sql`${first} AND ${second}`;
}
