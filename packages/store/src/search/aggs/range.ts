import { formatDate } from '@longshore/common/date-format';
import { parseDateMath } from '@longshore/common/date-math';
import { errors } from '@longshore/common/errors';
import { type Json, jsonNumber, jsonText } from '@longshore/common/json';
import type { Sql } from '../../sql/sql.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import type { AggContext, BucketAggType, BucketPlan } from './agg-type.ts';
import { between } from './filters.ts';
import { openNumbers, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { asString } from './number-answer.ts';
import { planRangeBuckets, present } from './range-buckets.ts';

interface RawRange {
  readonly key: string | undefined;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

interface RangeSpec extends ValuesSpec {
  readonly ranges: readonly RawRange[];
  readonly isKeyed: boolean;
  readonly timeZone: string | undefined;
}

interface NumberRange {
  readonly name: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;
}

const RANGES_MAX = 1_000;

/** Buckets of numbers between given bounds, which may overlap. */
export const range: BucketAggType<RangeSpec> = {
  name: 'range',
  kind: 'bucket',
  parse: (reader) => parseRanges(reader),
  plan: (spec, context) =>
    planRanges('range', spec, {
      context,
      read: (given) => {
        const from = readEdge(given.from);
        const to = readEdge(given.to);
        const text = (edge: number | undefined) =>
          edge === undefined || spec.format === undefined
            ? undefined
            : asString(edge, undefined, spec.format);
        const [first, last] = [text(from), text(to)];
        const name = given.key ?? `${first ?? edgeName(from)}-${last ?? edgeName(to)}`;
        const texts = { from_as_string: first, to_as_string: last };
        return { name, from, to, members: present({ key: name, from, to, ...texts }) };
      },
    }),
};

/** The same for dates, with bounds in date math. */
export const dateRange: BucketAggType<RangeSpec> = {
  name: 'date_range',
  kind: 'bucket',
  parse: (reader) => parseRanges(reader),
  plan: (spec, context) =>
    planRanges('date_range', spec, { context, read: (given) => readDates(given, spec, context) }),
};

function parseRanges(reader: ObjectReader): RangeSpec {
  const given = reader.json('ranges');
  if (!Array.isArray(given) || given.length === 0 || given.length > RANGES_MAX) {
    throw errors.illegalArgument(
      `No [ranges] specified for the [${reader.name}] aggregation; give 1 to ${RANGES_MAX}`,
    );
  }
  return {
    ...readValuesSpec(reader),
    ranges: given.map((one: Json) => {
      const inner = readObject('ranges', one);
      const parsed = {
        key: inner.optionalString('key'),
        from: inner.json('from'),
        to: inner.json('to'),
      };
      inner.rejectUnknown();
      return parsed;
    }),
    isKeyed: reader.optionalBoolean('keyed') ?? false,
    timeZone: reader.optionalString('time_zone'),
  };
}

interface RangesOf {
  readonly context: AggContext;
  read(given: RawRange): NumberRange;
}

function planRanges(name: string, spec: RangeSpec, { context, read }: RangesOf): BucketPlan {
  const values = openNumbers(name, spec, context);
  const ranges = spec.ranges
    .map(read)
    .sort(
      (a, b) =>
        (a.from ?? -Infinity) - (b.from ?? -Infinity) || (a.to ?? Infinity) - (b.to ?? Infinity),
    )
    .map((one) => ({ ...one, test: (v: Sql) => between(v, one.from, one.to) }));
  return planRangeBuckets({ typedName: name, values, ranges, isKeyed: spec.isKeyed });
}

function readEdge(given: Json | undefined): number | undefined {
  if (given === undefined || given === null) {
    return undefined;
  }
  const number = jsonNumber(given);
  if (typeof given === 'object' || String(given).trim() === '' || Number.isNaN(number)) {
    throw errors.illegalArgument(`[range] bound [${jsonText(given)}] is not a number`);
  }
  return Number.isFinite(number) ? number : undefined;
}

const edgeName = (edge: number | undefined): string => {
  if (edge === undefined) {
    return '*';
  }
  return Number.isInteger(edge) ? `${edge}.0` : String(edge);
};

function readDates(given: RawRange, spec: RangeSpec, context: AggContext): NumberRange {
  const mapped = context.branches
    .map(({ context: fields }) => fields.field(spec.field)?.format)
    .find((format) => format !== undefined);
  const format = spec.format ?? mapped;
  const timeZone = spec.timeZone ?? 'UTC';
  const read = (edge: Json | undefined) =>
    edge === undefined || edge === null
      ? undefined
      : // A number is read by the format too: it may stand for seconds.
        parseDateMath(jsonText(edge), {
          nowMs: context.nowMs,
          timeZone,
          ...(format === undefined ? {} : { format }),
        });
  const from = read(given.from);
  const to = read(given.to);
  const text = (ms: number | undefined) =>
    ms === undefined ? undefined : formatDate(ms, format, timeZone);
  const name = given.key ?? `${text(from) ?? '*'}-${text(to) ?? '*'}`;
  return {
    name,
    from,
    to,
    members: present({ key: name, from, from_as_string: text(from), to, to_as_string: text(to) }),
  };
}
