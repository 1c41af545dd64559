import { errors } from '@longshore/common/errors';
import { type Json, jsonNumber } from '@longshore/common/json';
import { float, type Sql, sql } from '../../sql/sql.ts';
import type { MetricAggType } from './agg-type.ts';
import { hdrBuckets, hdrRanks } from './hdr.ts';
import { openNumbers, readValuesSpec, type ValuesSpec, valueFunctions } from './inputs.ts';
import { asString, numberOf } from './number-answer.ts';
import { readMethods, writePercentiles } from './percentiles.ts';

interface PercentileRanks extends ValuesSpec {
  readonly values: readonly number[];
  readonly isKeyed: boolean;
  readonly hdrDigits: number | undefined;
}

const VALUES_MAX = 100;

/** How many percent of the values are below some: of those that are equal to one, half count. Exact. */
export const percentileRanks: MetricAggType<PercentileRanks> = {
  name: 'percentile_ranks',
  kind: 'metric',
  parse(reader) {
    return {
      hdrDigits: readMethods(reader),
      ...readValuesSpec(reader),
      values: readValues(reader.json('values')),
      isKeyed: reader.optionalBoolean('keyed') ?? true,
    };
  },
  plan(spec, context) {
    const values = openNumbers('percentile_ranks', spec, context);
    const { count } = valueFunctions(values.isList);
    const rank = (v: Sql, value: number): Sql => {
      const below = (w: Sql) => sql`((${w} < ${float(value)}) + (${w} <= ${float(value)}))`;
      const twice = values.isList
        ? sql`sum(arraySum(w -> ${below(sql`w`)}, ${v}))`
        : sql`sum(${below(v)})`;
      return sql`if(${count(v)} = 0, NULL, 50 * ${twice} / ${count(v)})`;
    };
    const digits = spec.hdrDigits;
    return {
      typedName: digits === undefined ? 'tdigest_percentile_ranks' : 'hdr_percentile_ranks',
      inputs: (branch) => [values.input(branch)],
      columns: ([v = sql`NULL`]) =>
        digits === undefined
          ? spec.values.map((value) => rank(v, value))
          : [hdrBuckets(digits, v, values.isList)],
      answer: (found) => {
        const ranks =
          digits === undefined
            ? spec.values.map((_, i) => numberOf(found?.[i]))
            : hdrRanks(found?.[0], spec.values);
        const entries = spec.values.map((percent, i) => {
          const value = ranks[i] ?? null;
          const text = value === null ? undefined : asString(value, undefined, spec.format);
          return { percent, value, text };
        });
        return { values: writePercentiles(entries, spec.isKeyed) };
      },
      orderBy: (property, [v = sql`NULL`]) => {
        const value = Number(property);
        if (property === undefined || !Number.isFinite(value)) {
          throw errors.illegalArgument(
            `Ordering on [percentile_ranks] needs one of the values, such as [${spec.values[0]}], but found [${property ?? ''}]`,
          );
        }
        return rank(v, value);
      },
    };
  },
};

function readValues(given: Json | undefined): readonly number[] {
  const list: readonly Json[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  const values = list.map((value) => (value === null ? Number.NaN : jsonNumber(value)));
  if (
    values.length === 0 ||
    values.length > VALUES_MAX ||
    values.some((v) => !Number.isFinite(v))
  ) {
    throw errors.illegalArgument(
      `[values] must be 1 to ${VALUES_MAX} numbers, got [${list.join(', ')}]: [percentile_ranks]`,
    );
  }
  return values.sort((a, b) => a - b);
}
