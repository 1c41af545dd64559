import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import type { Language } from './functions/table-function.ts';
import {
  type ColumnType,
  compareScalars,
  isNumericType,
  listValue,
  type Scalar,
  type Value,
} from './value.ts';

type Known = Exclude<Scalar, null>;

/** A function over the rows of a group. */
export interface AggregateFunction {
  readonly names: readonly string[];
  readonly language?: Language;
  /** Constants behind the values, such as a percentage. */
  readonly constants: number;
  /** What its values must be. */
  readonly takes: 'number' | 'number or date' | 'any';
  result(type: ColumnType): ColumnType;
  /** All values of the group, those of lists one by one, without nulls. */
  fold(values: readonly Known[], constants: readonly number[]): Value;
  /** The same by a search: the aggregation on a field. Absent: only rows can tell. */
  readonly push?: {
    readonly types: 'number' | 'number or date' | 'any';
    aggregation(field: string, constants: readonly number[]): JsonObject;
    read(answer: JsonObject, constants: readonly number[]): Value;
  };
}

const numberOf = (value: Json | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

const numbers = (values: readonly Known[]) => values.map(Number);
const sum = (values: readonly Known[]) => numbers(values).reduce((a, b) => a + b, 0);
const mean = (values: readonly Known[]) => sum(values) / values.length;

/** Without values the answer is null, whatever the search says. */
const unlessEmpty = (answer: JsonObject, value: Json | undefined): Value =>
  answer.count === 0 ? null : numberOf(value);

const ofStats = (property: string, type = 'stats') => ({
  types: 'number' as const,
  aggregation: (field: string) => ({ [type]: { field } }),
  read: (answer: JsonObject) => unlessEmpty(answer, answer[property]),
});

/** A number of statistics that all come from one aggregation. */
const spread = (
  names: readonly string[],
  property: string,
  fold: AggregateFunction['fold'],
): AggregateFunction => ({
  names,
  constants: 0,
  takes: 'number',
  result: () => 'double',
  fold: (values, constants) => (values.length === 0 ? null : fold(values, constants)),
  push: ofStats(property, 'extended_stats'),
});

const squares = (values: readonly Known[]) => {
  const average = mean(values);
  return numbers(values).reduce((total, value) => total + (value - average) ** 2, 0);
};

/** Between the two values that are nearest. */
function percentile(values: readonly Known[], percent: number): number | null {
  const sorted = numbers(values).sort((a, b) => a - b);
  if (sorted.length === 0) {
    return null;
  }
  const at = (Math.min(Math.max(percent, 0), 100) / 100) * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

const ofPercentile = (percentOf: (constants: readonly number[]) => number) => ({
  types: 'number' as const,
  aggregation: (field: string, constants: readonly number[]) => ({
    percentiles: { field, percents: [percentOf(constants)], keyed: false },
  }),
  read: ({ values }: JsonObject): Value => {
    const [first] = Array.isArray(values) ? values : [];
    return isObject(first) ? numberOf(first.value as Json) : null;
  },
});

function deviation(values: readonly Known[]): number | null {
  const middle = percentile(values, 50) ?? 0;
  return percentile(
    numbers(values).map((value) => Math.abs(value - middle)),
    50,
  );
}

const extreme = (name: 'min' | 'max', sign: 1 | -1): AggregateFunction => ({
  names: [name],
  constants: 0,
  takes: 'any',
  result: (type) => (type === 'text' ? 'keyword' : type),
  fold: (values) =>
    values.reduce<Scalar>(
      (best, value) => (best === null || compareScalars(value, best) * sign > 0 ? value : best),
      null,
    ),
  push: { ...ofStats(name), types: 'number or date' },
});

/** Functions over groups. */
const ALL: readonly AggregateFunction[] = [
  {
    names: ['count'],
    constants: 0,
    takes: 'any',
    result: () => 'long',
    fold: (values) => values.length,
    push: {
      types: 'any',
      aggregation: (field) => ({ value_count: { field } }),
      read: ({ value }) => numberOf(value),
    },
  },
  {
    names: ['count_distinct'],
    constants: 1,
    takes: 'any',
    result: () => 'long',
    fold: (values) => new Set(values).size,
    push: {
      types: 'any',
      aggregation: (field) => ({ cardinality: { field } }),
      read: ({ value }) => numberOf(value),
    },
  },
  {
    names: ['sum'],
    constants: 0,
    takes: 'number',
    result: (type) => (type === 'double' ? 'double' : 'long'),
    fold: (values) => (values.length === 0 ? null : sum(values)),
    push: ofStats('sum'),
  },
  {
    names: ['avg'],
    constants: 0,
    takes: 'number',
    result: () => 'double',
    fold: (values) => (values.length === 0 ? null : mean(values)),
    push: ofStats('avg'),
  },
  extreme('min', -1),
  extreme('max', 1),
  {
    names: ['median'],
    constants: 0,
    takes: 'number',
    result: () => 'double',
    fold: (values) => percentile(values, 50),
    push: ofPercentile(() => 50),
  },
  {
    names: ['percentile'],
    constants: 1,
    takes: 'number',
    result: () => 'double',
    fold: (values, [percent = 50]) => percentile(values, percent),
    push: ofPercentile(([percent = 50]) => percent),
  },
  {
    names: ['median_absolute_deviation', 'mad'],
    constants: 0,
    takes: 'number',
    result: () => 'double',
    fold: deviation,
    push: {
      types: 'number',
      aggregation: (field) => ({ median_absolute_deviation: { field } }),
      read: ({ value }) => numberOf(value),
    },
  },
  spread(['stddev_pop', 'std_dev'], 'std_deviation_population', (values) =>
    Math.sqrt(squares(values) / values.length),
  ),
  spread(['stddev_samp'], 'std_deviation_sampling', (values) =>
    values.length < 2 ? null : Math.sqrt(squares(values) / (values.length - 1)),
  ),
  spread(
    ['var_pop', 'variance'],
    'variance_population',
    (values) => squares(values) / values.length,
  ),
  spread(['var_samp'], 'variance_sampling', (values) =>
    values.length < 2 ? null : squares(values) / (values.length - 1),
  ),
  spread(['sum_of_squares'], 'sum_of_squares', (values) =>
    numbers(values).reduce((total, value) => total + value ** 2, 0),
  ),
  {
    names: ['values'],
    language: 'esql',
    constants: 0,
    takes: 'any',
    result: (type) => (type === 'text' ? 'keyword' : type),
    fold: (values) => listValue([...new Set(values)].sort(compareScalars)),
  },
];

const byName = new Map(ALL.flatMap((one) => one.names.map((name) => [name, one] as const)));

/** A function over groups by its name; undefined where a language has none. */
export function aggregateOf(language: Language, name: string): AggregateFunction | undefined {
  const found = byName.get(name);
  return found?.language === undefined || found.language === language ? found : undefined;
}

/** Whether values of a type may be given to a function. */
export function takesType(takes: AggregateFunction['takes'], type: ColumnType): boolean {
  return (
    type === 'null' ||
    (takes === 'any' && type !== 'unsupported' && type !== 'interval') ||
    isNumericType(type) ||
    (takes === 'number or date' && type === 'date')
  );
}
