import { errors } from '@longshore/common/errors';
import { type Sql, sql } from '../../sql/sql.ts';
import type { AggContext, MetricAggType, MetricPlan } from './agg-type.ts';
import {
  openNumbers,
  readValuesSpec,
  type Values,
  type ValuesSpec,
  valueFunctions,
} from './inputs.ts';
import { asString, numberOf } from './number-answer.ts';
import { NO_MAX, NO_MIN } from './single-value.ts';

const PROPERTIES = ['count', 'min', 'max', 'avg', 'sum'] as const;
const EXTENDED = [
  'sum_of_squares',
  'variance',
  'variance_population',
  'variance_sampling',
  'std_deviation',
  'std_deviation_population',
  'std_deviation_sampling',
] as const;
const SIGMA = 2;

type Answer = Readonly<Record<string, unknown>>;

/** Count, min, max, avg and sum at once. */
export const stats: MetricAggType<ValuesSpec> = {
  name: 'stats',
  kind: 'metric',
  parse: readValuesSpec,
  plan: (spec, context) => planStats('stats', spec, { context, extend: () => ({}) }),
};

interface ExtendedSpec extends ValuesSpec {
  readonly sigma: number;
}

/** The same with variance and standard deviation. */
export const extendedStats: MetricAggType<ExtendedSpec> = {
  name: 'extended_stats',
  kind: 'metric',
  parse(reader, { aggName }) {
    const sigma = reader.optionalNumber('sigma') ?? SIGMA;
    if (sigma < 0) {
      throw errors.illegalArgument(
        `[sigma] must be greater than or equal to 0. Found [${sigma.toFixed(1)}] in [${aggName}]`,
      );
    }
    return { ...readValuesSpec(reader), sigma };
  },
  plan: (spec, context) =>
    planStats('extended_stats', spec, {
      context,
      extend: (moments) => extendedAnswer(moments, spec.sigma),
    }),
};

export interface Moments {
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly avg: number | null;
  readonly sum: number;
  readonly sumOfSquares: number | null;
}

function readMoments(found: readonly unknown[], weight: number): Moments {
  const [counted, min = null, max = null, total, squares = null] = found.map(numberOf);
  const count = Math.round((counted ?? 0) * weight);
  const sum = (total ?? 0) * weight;
  const sumOfSquares = squares === null ? null : squares * weight;
  const isEmpty = !count;
  return {
    count,
    min: isEmpty ? null : min,
    max: isEmpty ? null : max,
    avg: isEmpty ? null : sum / count,
    sum: isEmpty ? 0 : sum,
    sumOfSquares: isEmpty ? null : sumOfSquares,
  };
}

/** The five figures of `stats`. */
export const plainAnswer = ({ count, min, max, avg, sum }: Moments): Answer => ({
  count,
  min,
  max,
  avg,
  sum,
});

/** Values of dates and booleans as texts too. */
function texts(moments: Moments, { common }: Values, format: string | undefined): Answer {
  const found = (['min', 'max', 'avg', 'sum'] as const).flatMap((key) => {
    const value = moments[key];
    const text =
      moments.count === 0 || value === null ? undefined : asString(value, common, format);
    return text === undefined ? [] : [[`${key}_as_string`, text] as const];
  });
  return Object.fromEntries(found);
}

interface StatsOf {
  readonly context: AggContext;
  readonly extend: (moments: Moments) => Answer;
}

function planStats(name: string, spec: ValuesSpec, { context, extend }: StatsOf): MetricPlan {
  const values = openNumbers(name, spec, context);
  const f = valueFunctions(values.isList);
  return {
    typedName: name,
    inputs: (branch) => [values.input(branch)],
    columns: ([v = sql`NULL`]) => [f.count(v), f.min(v), f.max(v), f.sum(v), f.sumOfSquares(v)],
    answer: (found, { weight }) => {
      const moments = readMoments(found ?? [], weight);
      return {
        ...plainAnswer(moments),
        ...extend(moments),
        ...texts(moments, values, spec.format),
      };
    },
    orderBy: (property, [v = sql`NULL`]) => orderColumn(name, property, { f, v }),
  };
}

interface OrderOf {
  readonly f: ReturnType<typeof valueFunctions>;
  readonly v: Sql;
}

function orderColumn(name: string, property: string | undefined, { f, v }: OrderOf): Sql {
  const mean = sql`(${f.sum(v)} / ${f.count(v)})`;
  const variance = sql`(${f.sumOfSquares(v)} / ${f.count(v)} - ${mean} * ${mean})`;
  const sampling = sql`(${variance} * ${f.count(v)} / nullIf(${f.count(v)} - 1, 0))`;
  const columns: Readonly<Record<string, Sql>> = {
    count: f.count(v),
    min: sql`ifNull(${f.min(v)}, ${NO_MIN})`,
    max: sql`ifNull(${f.max(v)}, ${NO_MAX})`,
    sum: f.sum(v),
    avg: mean,
    ...(name === 'extended_stats'
      ? {
          sum_of_squares: f.sumOfSquares(v),
          variance,
          variance_population: variance,
          variance_sampling: sampling,
          std_deviation: sql`sqrt(${variance})`,
          std_deviation_population: sql`sqrt(${variance})`,
          std_deviation_sampling: sql`sqrt(${sampling})`,
        }
      : {}),
  };
  const column =
    property !== undefined && Object.hasOwn(columns, property) ? columns[property] : undefined;
  if (column === undefined) {
    const known = name === 'stats' ? PROPERTIES : [...PROPERTIES, ...EXTENDED];
    throw errors.illegalArgument(
      `Ordering on [${name}] needs one of its values, [${known.join(', ')}], but found [${property ?? ''}]`,
    );
  }
  return column;
}

/** What `extended_stats` has beyond them. */
export function extendedAnswer({ count, avg, sum, sumOfSquares }: Moments, sigma: number): Answer {
  const isEmpty = count === 0 || avg === null || sumOfSquares === null;
  const population = isEmpty ? null : Math.max(0, (sumOfSquares - (sum * sum) / count) / count);
  const sampling =
    population === null
      ? null
      : count < 2
        ? null
        : (sumOfSquares === null ? 0 : sumOfSquares - (sum * sum) / count) / (count - 1);
  const root = (value: number | null) => (value === null ? null : Math.sqrt(value));
  const bound = (deviation: number | null, sign: 1 | -1) =>
    deviation === null || avg === null ? null : avg + sign * sigma * deviation;
  return {
    sum_of_squares: isEmpty ? (count === 0 ? null : 0) : sumOfSquares,
    variance: population,
    variance_population: population,
    variance_sampling: sampling,
    std_deviation: root(population),
    std_deviation_population: root(population),
    std_deviation_sampling: root(sampling),
    std_deviation_bounds: {
      upper: bound(root(population), 1),
      lower: bound(root(population), -1),
      upper_population: bound(root(population), 1),
      lower_population: bound(root(population), -1),
      upper_sampling: bound(root(sampling), 1),
      lower_sampling: bound(root(sampling), -1),
    },
  };
}
