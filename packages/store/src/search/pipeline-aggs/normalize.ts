import { errors } from '@longshore/common/errors';
import type { PipelineAggType } from '../aggs/agg-type.ts';
import { type PipelineSpec, readPipeline } from './read-pipeline.ts';
import { histogramPlan, seriesValues } from './series-values.ts';

type Method = (values: readonly number[]) => (value: number) => number;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

function ends(values: readonly number[]): { readonly min: number; readonly span: number } {
  const min = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const max = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return { min, span: max - min };
}

const METHODS: Readonly<Record<string, Method>> = {
  rescale_0_1: (values) => {
    const { min, span } = ends(values);
    return (value) => (value - min) / span;
  },
  rescale_0_100: (values) => {
    const { min, span } = ends(values);
    return (value) => (100 * (value - min)) / span;
  },
  percent_of_sum: (values) => {
    const sum = sumOf(values);
    return (value) => value / sum;
  },
  mean: (values) => {
    const mean = meanOf(values);
    const { span } = ends(values);
    return (value) => (value - mean) / span;
  },
  'z-score': (values) => {
    const mean = meanOf(values);
    const deviation = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
    return (value) => (value - mean) / deviation;
  },
  softmax: (values) => {
    const sum = sumOf(values.map(Math.exp));
    return (value) => Math.exp(value) / sum;
  },
};

interface Normalize extends PipelineSpec {
  readonly method: Method;
}

/** The value of each bucket in proportion to those of all. */
export const normalize: PipelineAggType<Normalize> = {
  name: 'normalize',
  kind: 'pipeline',
  parse(reader) {
    const name = reader.optionalString('method') ?? '';
    const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (method === undefined) {
      throw errors.illegalArgument(
        `invalid method [${name}] of [normalize]; use one of [${Object.keys(METHODS).join(', ')}]`,
      );
    }
    return { ...readPipeline(reader), method };
  },
  plan: (spec) => ({
    ...histogramPlan(spec, {}, (series) => {
      const given = seriesValues(series).filter(({ value }) => !Number.isNaN(value));
      const normalized = spec.method(given.map(({ value }) => value));
      for (const { bucket, value } of given) {
        series.put(bucket, spec.write(normalized(value)));
      }
    }),
    isOverHistogram: false,
  }),
};
