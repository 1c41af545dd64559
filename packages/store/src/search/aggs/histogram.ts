import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { float, raw, type Sql, sql } from '../../sql/sql.ts';
import { ALWAYS } from '../predicate.ts';
import { readObject } from '../read-object.ts';
import type { Bucket, BucketAggType, BucketPlan, BucketRow, OrderKey } from './agg-type.ts';
import { listOrKeyed } from './date-histogram.ts';
import { fillGaps, orderBuckets } from './fill.ts';
import { openNumbers, readValuesSpec, type Values, type ValuesSpec } from './inputs.ts';
import { asString } from './number-answer.ts';
import { orderWhenDone, parseOrder } from './order.ts';
import { openRangeField } from './range-keys.ts';

interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

interface Histogram extends ValuesSpec {
  readonly interval: number;
  readonly offset: number;
  readonly minDocCount: number;
  readonly extendedBounds: Bounds | undefined;
  readonly hardBounds: Bounds | undefined;
  readonly isKeyed: boolean;
  readonly order: readonly OrderKey[];
}

/** Buckets of numbers, each of the same width. */
export const histogram: BucketAggType<Histogram> = {
  name: 'histogram',
  kind: 'bucket',
  parse(reader) {
    const interval = reader.optionalNumber('interval') ?? 0;
    if (!(interval > 0)) {
      throw errors.illegalArgument(
        `[interval] must be >0 for histogram aggregation [${reader.name}]`,
      );
    }
    const order = parseOrder(reader.json('order'));
    return {
      ...readValuesSpec(reader),
      interval,
      offset: reader.optionalNumber('offset') ?? 0,
      minDocCount: reader.optionalInteger('min_doc_count') ?? 0,
      extendedBounds: readBounds('extended_bounds', reader.json('extended_bounds')),
      hardBounds: readBounds('hard_bounds', reader.json('hard_bounds')),
      isKeyed: reader.optionalBoolean('keyed') ?? false,
      order,
    };
  },
  plan(spec, context) {
    const ranges = openRangeField(spec.field, RANGES, context);
    const values = ranges === undefined ? openNumbers('histogram', spec, context) : undefined;
    const { interval, offset, minDocCount, extendedBounds, hardBounds } = spec;
    // Buckets are counted, not measured, so that gaps are found in whole numbers.
    const number = (v: Sql) => sql`toInt64(floor((${v} - ${float(offset)}) / ${float(interval)}))`;
    const numberOf = (value: number | undefined) =>
      value === undefined ? undefined : Math.floor((value - offset) / interval);
    const from = numberOf(extendedBounds?.min);
    const to = numberOf(extendedBounds?.max);
    return {
      typedName: 'histogram',
      skipsEmpty: minDocCount > 0,
      orderWhenDone: orderWhenDone(spec.order),
      ...(values === undefined
        ? ranges?.keys({
            end: (value) => sql`toFloat64(${value})`,
            round: number,
            settle: (key) => key,
            step: 1,
            min: sql`${float(hardBounds?.min ?? offset - interval * WHOLE_MAX)}`,
            max: sql`${float(hardBounds?.max ?? offset + interval * WHOLE_MAX)}`,
          })
        : keysOfNumbers(values, number, spec)),
      keyCondition: (key) =>
        hardCondition(key, numberOf(hardBounds?.min), numberOf(hardBounds?.max)),
      keyLiteral: (key) => sql`toInt64(${float(Number(key))})`,
      buckets: <Row extends BucketRow>(rows: readonly Row[]) => {
        const filled = fillGaps(rows, {
          minDocCount,
          next: (key) => key + 1,
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        });
        const buckets = filled.map(({ key: position, row }): Bucket<Row> => {
          const key = position * interval + offset;
          const text =
            spec.format === undefined ? undefined : asString(key, undefined, spec.format);
          const name = text ?? (Number.isInteger(key) ? `${key}.0` : String(key));
          const members = text === undefined ? { key } : { key, key_as_string: text };
          return { row, docCount: row?.docCount ?? 0, members, name };
        });
        return orderBuckets(buckets, spec.order);
      },
      answer: (buckets) => ({ buckets: listOrKeyed(buckets, spec.isKeyed) }),
    };
  },
};

const RANGES = ['integer_range', 'long_range', 'float_range', 'double_range'] as const;
/** Ranges without an end reach to the last bucket that is a whole number without loss. */
const WHOLE_MAX = 2 ** 53;

function keysOfNumbers(
  { input, isList }: Values,
  number: (value: Sql) => Sql,
  { missing }: ValuesSpec,
): Pick<BucketPlan, 'where' | 'key'> {
  return {
    where: (branch) => {
      if (missing !== undefined) {
        return ALWAYS;
      }
      return isList ? sql`notEmpty(${input(branch)})` : sql`isNotNull(${input(branch)})`;
    },
    key: (branch) =>
      isList
        ? sql`arrayJoin(arrayDistinct(arrayMap(w -> ${number(raw('w'))}, ${input(branch)})))`
        : number(input(branch)),
  };
}

function readBounds(name: string, given: Json | undefined): Bounds | undefined {
  if (given === undefined) {
    return undefined;
  }
  const reader = readObject(name, given);
  const bounds = { min: reader.optionalNumber('min'), max: reader.optionalNumber('max') };
  reader.rejectUnknown();
  return bounds;
}

function hardCondition(
  key: Sql,
  min: number | undefined,
  max: number | undefined,
): Sql | undefined {
  const low = min === undefined ? [] : [sql`${key} >= ${float(min)}`];
  const high = max === undefined ? [] : [sql`${key} <= ${float(max)}`];
  const [first, second] = [...low, ...high];
  return first === undefined || second === undefined ? first : sql`${first} AND ${second}`;
}
