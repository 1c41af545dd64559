import { errors } from '@longshore/common/errors';
import type { PlannedAgg } from '../aggs/agg-plan.ts';
import { isAnswers } from './finished-buckets.ts';
import type { Answer, Answers } from './pipeline-plan.ts';

/** A number of an answer: NaN where it has none, undefined where there is no answer. */
export type ReadNumber = (answer: Answers) => number | undefined;

/** What paths call the bounds of `extended_stats`. */
const BOUNDS: Readonly<Record<string, string>> = {
  std_upper: 'upper',
  std_lower: 'lower',
  std_upper_population: 'upper_population',
  std_lower_population: 'lower_population',
  std_upper_sampling: 'upper_sampling',
  std_lower_sampling: 'lower_sampling',
};

/** What reads a number of a metric's answer, by the name of a property or, where it has one value, without. */
export function openMetricProperty(
  agg: Extract<PlannedAgg, { readonly kind: 'metric' | 'pipeline' }>,
  property: string | undefined,
): ReadNumber {
  const shape = agg.kind === 'metric' ? agg.plan.answer(undefined, { weight: 1 }) : agg.plan.shape;
  const { name } = agg.node;
  if ('value' in shape && (property === undefined || property === 'value')) {
    return ({ value }) => toNumber(value);
  }
  if (property === undefined) {
    throw errors.illegalArgument(
      `buckets_path must reference either a number value or a single value numeric metric aggregation, but [${name}] contains multiple values. Please specify which to use, as in [${name}.${example(shape)}].`,
    );
  }
  const read = openProperty(shape, property);
  if (read === undefined) {
    throw errors.illegalArgument(`path not supported for [${name}]: [${property}]`);
  }
  return read;
}

const example = (shape: Answer): string =>
  'values' in shape ? '95.0' : (Object.keys(shape)[0] ?? '');

function openProperty(shape: Answer, property: string): ReadNumber | undefined {
  if ('values' in shape) {
    const read = ({ values }: Answer) => valueAt(values, Number(property));
    return read(shape) === undefined ? undefined : read;
  }
  const bound = BOUNDS[property];
  if (bound !== undefined && 'std_deviation_bounds' in shape) {
    return ({ std_deviation_bounds: bounds }) =>
      toNumber(isAnswers(bounds) ? bounds[bound] : undefined);
  }
  return Object.hasOwn(shape, property) && !isAnswers(shape[property])
    ? (answer) => toNumber(answer[property])
    : undefined;
}

/** Of percentiles, which are an object by percent or a list. */
function valueAt(values: unknown, percent: number): number | undefined {
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(values)
    ? values.filter(isAnswers).map(({ key, value }) => [key, value])
    : isAnswers(values)
      ? Object.entries(values)
      : [];
  const found = entries.find(([key]) => Number(key) === percent);
  return found === undefined ? undefined : toNumber(found[1]);
}

const toNumber = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);
