import { formatDate } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import { zoneOffsetMs } from '@longshore/common/time-zone';
import { int, raw, type Sql, sql } from '../../sql/sql.ts';
import { askGroups } from './adapt.ts';
import type {
  AggContext,
  AggGroup,
  Bucket,
  BucketAggType,
  BucketPlan,
  BucketRow,
} from './agg-type.ts';
import {
  AUTO_INTERVALS,
  type AutoInterval,
  autoStarts,
  bucketsBetween,
  MINIMUMS,
} from './auto-intervals.ts';
import { existing, openDates, timesOf } from './date-histogram.ts';
import { BUCKETS_MAX, fillGaps } from './fill.ts';
import { readValuesSpec, type ValuesSpec } from './inputs.ts';
import { durationIn } from './rate-unit.ts';
import { roundSql } from './rounding.ts';

interface AutoDateHistogram extends ValuesSpec {
  readonly buckets: number;
  /** The shortest interval, by its place in the list of them. */
  readonly minimum: number;
  readonly timeZone: string;
}

const BUCKETS = 10;
/** So many of the shortest units may be one bucket. */
const UNITS_MAX = 30;
const BUCKETS_LIMIT = Math.floor(BUCKETS_MAX / UNITS_MAX);

/** Buckets of time that are as short as they can be without being more than so many. */
export const autoDateHistogram: BucketAggType<AutoDateHistogram> = {
  name: 'auto_date_histogram',
  kind: 'bucket',
  parse(reader) {
    const buckets = reader.optionalInteger('buckets') ?? BUCKETS;
    if (buckets <= 0 || buckets > BUCKETS_LIMIT) {
      throw errors.illegalArgument(
        `[buckets] must be between 1 and ${BUCKETS_LIMIT} for [auto_date_histogram], but was [${buckets}]`,
      );
    }
    const timeZone = reader.optionalString('time_zone') ?? 'UTC';
    zoneOffsetMs(timeZone, 0);
    return {
      ...readValuesSpec(reader),
      buckets,
      timeZone,
      minimum: readMinimum(reader.optionalString('minimum_interval')),
    };
  },
  plan(spec, context) {
    const values = openDates(spec, context);
    const times = (branch: Parameters<typeof values.input>[0]) => timesOf(values, branch, spec);
    const base = (choice: Choice): BucketPlan => planOf(spec, context, choice);
    return {
      ...base({ interval: shortest(spec), firstMs: undefined, lastMs: undefined }),
      adapt: async (level, ask) => {
        const found = await askGroups(
          level,
          {
            columns: (branch) => [sql`${times(branch)} AS ts_list`],
            select: [
              sql`minArrayOrNull(ts_list) AS first_ms`,
              sql`maxArrayOrNull(ts_list) AS last_ms`,
            ],
          },
          ask,
        );
        const spans = level.groups.map((group) => {
          const [row] = found.get(group) ?? [];
          return { group, first: readMs(row?.first_ms), last: readMs(row?.last_ms) };
        });
        return choose(spans, spec).map(({ groups, ...choice }) => ({ groups, plan: base(choice) }));
      },
    };
  },
};

const readMs = (value: unknown): number | undefined =>
  value === null || value === undefined ? undefined : Number(value);

const shortest = ({ minimum }: AutoDateHistogram): AutoInterval =>
  AUTO_INTERVALS[minimum] ?? (AUTO_INTERVALS[0] as AutoInterval);

function readMinimum(given: string | undefined): number {
  if (given === undefined) {
    return 0;
  }
  const place = MINIMUMS.get(given);
  if (place === undefined) {
    throw errors.illegalArgument(
      `minimum_interval must be one of [${[...MINIMUMS.keys()].join(', ')}]`,
    );
  }
  return place;
}

interface Choice {
  readonly interval: AutoInterval;
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
}

interface Span {
  readonly group: AggGroup;
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** Buckets around that have the same interval are answered together; where that is several units, they begin together. */
function choose(
  spans: readonly Span[],
  spec: AutoDateHistogram,
): readonly (Choice & { readonly groups: readonly AggGroup[] })[] {
  const byInterval = new Map<AutoInterval, Span[]>();
  for (const span of spans) {
    const interval = intervalOf(span, spec);
    byInterval.set(interval, [...(byInterval.get(interval) ?? []), span]);
  }
  return [...byInterval].map(([interval, own]) => ({
    interval,
    groups: own.map(({ group }) => group),
    firstMs: own.reduce<number | undefined>((least, { first }) => lesser(least, first), undefined),
    lastMs: own.reduce<number | undefined>(
      (most, { last }) => (most === undefined || (last ?? most) > most ? last : most),
      undefined,
    ),
  }));
}

const lesser = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

function intervalOf({ first, last }: Span, spec: AutoDateHistogram): AutoInterval {
  const { buckets, minimum, timeZone } = spec;
  const allowed = AUTO_INTERVALS.slice(minimum);
  const fits =
    first === undefined || last === undefined
      ? allowed[0]
      : allowed.find((one) => bucketsBetween(one, { first, last, timeZone }) <= buckets);
  return fits ?? allowed.at(-1) ?? shortest(spec);
}

function planOf(spec: AutoDateHistogram, context: AggContext, choice: Choice): BucketPlan {
  const { timeZone } = spec;
  const { interval, firstMs, lastMs } = choice;
  const values = openDates(spec, context);
  const rounding = { interval: interval.rounding, timeZone, offsetMs: 0 };
  const format = spec.format ?? values.common?.format;
  const starts =
    firstMs === undefined || lastMs === undefined
      ? []
      : autoStarts(interval, { first: firstMs, last: lastMs, timeZone });
  const round = (ms: Sql): Sql => startSql(roundSql(rounding, ms), starts, interval);
  const nextOf = new Map(starts.map((start, i) => [start, starts[i + 1]]));
  return {
    typedName: 'auto_date_histogram',
    where: (branch) => existing(values, branch, spec),
    key: (branch) => {
      const rounded = sql`arrayDistinct(arrayMap(t -> ${round(raw('t'))}, ${timesOf(values, branch, spec)}))`;
      return sql`arrayJoin(${rounded})`;
    },
    keyLiteral: (key) => sql`${int(Number(key))}`,
    durationIn: (key, unit) => durationIn(rounding, Number(key), unit) * interval.units,
    buckets: <Row extends BucketRow>(rows: readonly Row[]) =>
      fillGaps(rows, {
        minDocCount: 0,
        next: (key) => nextOf.get(key) ?? Number.POSITIVE_INFINITY,
      }).map(({ key, row }): Bucket<Row> => {
        const text = formatDate(key, format, timeZone);
        return { row, docCount: row?.docCount ?? 0, members: { key_as_string: text, key } };
      }),
    answer: (buckets) => ({ buckets: buckets.map(({ json }) => json), interval: interval.name }),
  };
}

/** Of the beginning of a unit, that of the bucket it is in. */
function startSql(rounded: Sql, starts: readonly number[], { units, rounding }: AutoInterval): Sql {
  const [first] = starts;
  if (units === 1 || first === undefined) {
    return rounded;
  }
  if (rounding.kind === 'fixed') {
    const length = int(rounding.ms * units);
    return sql`(${int(first)} + intDiv(${rounded} - ${int(first)}, ${length}) * ${length})`;
  }
  const list = raw(`[${starts.map((start) => String(start)).join(', ')}]`);
  return sql`arrayElement(${list}, arrayLastIndex(s -> s <= ${rounded}, ${list}))`;
}
