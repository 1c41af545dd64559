import type { PipelineAggType } from '../aggs/agg-type.ts';
import type { Answer, BucketValue } from './pipeline-plan.ts';
import { type PipelineSpec, readPipeline } from './read-pipeline.ts';
import { VALUE_SHAPE } from './series-values.ts';

interface Metric {
  readonly typedName?: string;
  readonly shape?: Answer;
  answer(values: readonly BucketValue[], spec: PipelineSpec): Answer;
}

/** One answer about the values of all buckets of another aggregation; buckets without a value do not count. */
function bucketMetric(
  name: string,
  { typedName = 'simple_value', shape = VALUE_SHAPE, answer }: Metric,
): PipelineAggType<PipelineSpec> {
  return {
    name,
    kind: 'pipeline',
    parse: readPipeline,
    plan: (spec) => ({
      place: 'sibling',
      typedName,
      gapPolicy: spec.gapPolicy,
      shape,
      path: spec.path,
      answer: (values) => answer(values, spec),
    }),
  };
}

const sumOf = (values: readonly BucketValue[]): number =>
  values.reduce((sum, { value }) => sum + value, 0);

/** The mean of the buckets. */
export const avgBucket = bucketMetric('avg_bucket', {
  answer: (values, { write }) => write(sumOf(values) / values.length),
});

export const sumBucket = bucketMetric('sum_bucket', {
  answer: (values, { write }) => write(sumOf(values)),
});

/** The greatest or the least value, and the keys of the buckets that have it. */
const extreme = (name: string, choose: (a: number, b: number) => number, worst: number) =>
  bucketMetric(name, {
    typedName: 'bucket_metric_value',
    answer: (values, { write }) => {
      const best = values.reduce((found, { value }) => choose(found, value), worst);
      const keys = values.filter(({ value }) => value === best).map(({ key }) => key);
      return { ...write(best), keys };
    },
  });

export const maxBucket = extreme('max_bucket', Math.max, Number.NEGATIVE_INFINITY);
export const minBucket = extreme('min_bucket', Math.min, Number.POSITIVE_INFINITY);
