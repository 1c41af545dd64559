import { errors } from '@longshore/common/errors';
import { type Json, jsonNumber } from '@longshore/common/json';
import { join, raw, type Sql, sql } from '../../sql/sql.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import type { MetricAggType } from './agg-type.ts';
import { DIGITS, hdrBuckets, hdrPercentiles } from './hdr.ts';
import { openNumbers, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { asString, numberOf } from './number-answer.ts';

interface Percentiles extends ValuesSpec {
  readonly percents: readonly number[];
  /** Of the histogram of high dynamic range that values are counted in, if that is asked for. */
  readonly hdrDigits: number | undefined;
  readonly isKeyed: boolean;
}

const DEFAULT_PERCENTS = [1, 5, 25, 50, 75, 95, 99] as const;
const PERCENTS_MAX = 100;
/** Up to so many values of a bucket the answer is exact; beyond, a t-digest. */
const EXACT_VALUES_MAX = 1_000;

/** Values below which so many percent of the values are. */
export const percentiles: MetricAggType<Percentiles> = {
  name: 'percentiles',
  kind: 'metric',
  parse(reader) {
    return {
      ...readValuesSpec(reader),
      percents: readPercents(reader.json('percents')),
      isKeyed: reader.optionalBoolean('keyed') ?? true,
      hdrDigits: readMethods(reader),
    };
  },
  plan(spec, context) {
    const values = openNumbers('percentiles', spec, context);
    const column = (percents: readonly number[], [v = sql`NULL`]: readonly Sql[]) =>
      quantiles(percents, v, values.isList);
    const digits = spec.hdrDigits;
    return {
      typedName: digits === undefined ? 'tdigest_percentiles' : 'hdr_percentiles',
      inputs: (branch) => [values.input(branch)],
      columns: (inputs) =>
        digits === undefined
          ? [column(spec.percents, inputs)]
          : [hdrBuckets(digits, inputs[0] ?? sql`NULL`, values.isList)],
      answer: (found) => {
        const list =
          digits === undefined
            ? readList(found?.[0])
            : hdrPercentiles(found?.[0], spec.percents, digits);
        const entries = spec.percents.map((percent, i) => {
          const value = list[i] ?? null;
          const text = value === null ? undefined : asString(value, values.common, spec.format);
          return { percent, value, text };
        });
        return { values: writePercentiles(entries, spec.isKeyed) };
      },
      orderBy: (property, inputs) => {
        const percent = Number(property);
        if (property === undefined || !Number.isFinite(percent)) {
          throw errors.illegalArgument(
            `Ordering on [percentiles] needs one of the percents, such as [95], but found [${property ?? ''}]`,
          );
        }
        return sql`${column([percent], inputs)}[1]`;
      },
    };
  },
};

interface Entry {
  readonly percent: number;
  readonly value: number | null;
  readonly text: string | undefined;
}

/** Numbers that the engine answers. */
export const readList = (found: unknown): readonly (number | null)[] =>
  Array.isArray(found) ? found.map(numberOf) : [];

/** An object by percent, or a list. */
export const writePercentiles = (entries: readonly Entry[], isKeyed: boolean): unknown =>
  isKeyed ? keyed(entries) : listed(entries);

function keyed(entries: readonly Entry[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    entries.flatMap(({ percent, value, text }) => [
      [keyOf(percent), value],
      ...(text === undefined ? [] : [[`${keyOf(percent)}_as_string`, text] as const]),
    ]),
  );
}

function listed(entries: readonly Entry[]): readonly unknown[] {
  return entries.map(({ percent, value, text }) => ({
    key: percent,
    value,
    ...(text === undefined ? {} : { value_as_string: text }),
  }));
}

/** `50.0`, `99.9`: always with a decimal point. */
const keyOf = (percent: number): string =>
  Number.isInteger(percent) ? `${percent}.0` : String(percent);

/** `percents` in ascending order, or the usual ones. */
export function readPercents(given: Json | undefined): readonly number[] {
  if (given === undefined) {
    return DEFAULT_PERCENTS;
  }
  const list: readonly Json[] = Array.isArray(given) ? given : [given];
  const percents = list.map((percent) => (percent === null ? Number.NaN : jsonNumber(percent)));
  const isWrong = percents.some((percent) => !(percent >= 0 && percent <= 100));
  if (isWrong || percents.length === 0 || percents.length > PERCENTS_MAX) {
    throw errors.illegalArgument(
      `[percents] must be 1 to ${PERCENTS_MAX} numbers in [0,100], got [${list.join(', ')}]`,
    );
  }
  return percents.sort((a, b) => a - b);
}

/** Reads `tdigest` and `hdr`: of the latter the significant digits, undefined where it is not asked for. */
export function readMethods(reader: ObjectReader): number | undefined {
  const digest = reader.json('tdigest');
  const hdr = reader.json('hdr');
  if (digest !== undefined && hdr !== undefined) {
    throw errors.illegalArgument('Only one percentiles method should be declared.');
  }
  if (digest !== undefined) {
    const inner = readObject('tdigest', digest);
    readDigest(inner);
    inner.rejectUnknown();
  }
  return hdr === undefined ? undefined : readHdrDigits(readObject('hdr', hdr));
}

/** How Elasticsearch would approximate; the answer here is exact or a t-digest of the engine. */
export function readDigest(reader: ObjectReader): void {
  const compression = reader.optionalNumber('compression');
  if (compression !== undefined && compression < 0) {
    throw errors.illegalArgument(
      `[compression] must be greater than or equal to 0. Found [${compression}] in [percentiles]`,
    );
  }
  reader.optionalString('execution_hint');
}

function readHdrDigits(reader: ObjectReader): number {
  const key = 'number_of_significant_value_digits';
  const digits = reader.optionalInteger(key) ?? (reader.json(key) === null ? -1 : DIGITS);
  if (digits < 0 || digits > 5) {
    throw errors.illegalArgument(
      '[numberOfSignificantValueDigits] must be between 0 and 5: [percentiles]',
    );
  }
  reader.rejectUnknown();
  return digits;
}

/**
 * Of few values, what a t-digest with one centroid for each gives: linear between the middles of neighbours.
 * The engine's own digest interpolates otherwise, which only shows when there are few.
 */
export function quantiles(percents: readonly number[], v: Sql, isListInput: boolean): Sql {
  const array = raw(isListInput ? 'Array' : '');
  const levels = join(
    percents.map((percent) => raw(String(percent / 100))),
    ', ',
  );
  const few = fewValues(v, isListInput);
  const at = sql`(least(greatest(q * length(few) - 0.5, 0.), length(few) - 1.))`;
  const low = sql`few[toUInt32(floor(${at})) + 1]`;
  const high = sql`few[toUInt32(ceil(${at})) + 1]`;
  const exact = sql`arrayMap(q -> ${low} * (1 - (${at} - floor(${at}))) + ${high} * (${at} - floor(${at})), [${levels}])`;
  const digest = sql`quantilesTDigest${array}(${levels})(${v})`;
  const lambda = sql`arrayMap(few -> if(empty(few), [], if(length(few) <= ${raw(String(EXACT_VALUES_MAX))}, ${exact}, arrayMap(x -> toFloat64(x), ${digest}))), [${few}])[1]`;
  return lambda;
}

/** The values themselves, ascending; one more than are few where there are more. */
function fewValues(v: Sql, isListInput: boolean): Sql {
  const array = raw(isListInput ? 'Array' : '');
  return sql`arraySort(groupArray${array}(${raw(String(EXACT_VALUES_MAX + 1))})(${v}))`;
}

/** The values themselves, ascending, where they are few; none where there are more. */
export const allIfFew = (v: Sql, isListInput: boolean): Sql =>
  sql`arrayMap(few -> if(length(few) <= ${raw(String(EXACT_VALUES_MAX))}, few, []), [${fewValues(v, isListInput)}])[1]`;
