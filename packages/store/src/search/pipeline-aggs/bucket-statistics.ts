import { errors } from '@longshore/common/errors';
import type { PipelineAggType } from '../aggs/agg-type.ts';
import { extendedAnswer, type Moments, plainAnswer } from '../aggs/stats.ts';
import type { Answer, BucketValue } from './pipeline-plan.ts';
import { type PipelineSpec, readPipeline, type WriteValue } from './read-pipeline.ts';

const SIGMA = 2;

/** Count, min, max, avg and sum of the buckets of another aggregation. */
export const statsBucket: PipelineAggType<PipelineSpec> = {
  name: 'stats_bucket',
  kind: 'pipeline',
  parse: readPipeline,
  plan: (spec) => {
    const answer = (values: readonly BucketValue[]): Answer => {
      const moments = momentsOf(values);
      return { ...plainAnswer(moments), ...texts(moments, spec.write) };
    };
    return { place: 'sibling', typedName: 'stats_bucket', ...spec, shape: answer([]), answer };
  },
};

interface ExtendedSpec extends PipelineSpec {
  readonly sigma: number;
}

/** The same with variance and standard deviation. */
export const extendedStatsBucket: PipelineAggType<ExtendedSpec> = {
  name: 'extended_stats_bucket',
  kind: 'pipeline',
  parse(reader) {
    const sigma = reader.optionalNumber('sigma') ?? SIGMA;
    if (sigma < 0) {
      throw errors.parsing('[sigma] must be a non-negative double', 'sigma');
    }
    return { ...readPipeline(reader), sigma };
  },
  plan: (spec) => {
    const answer = (values: readonly BucketValue[]): Answer => {
      const moments = momentsOf(values);
      return {
        ...plainAnswer(moments),
        ...extendedAnswer(moments, spec.sigma),
        ...texts(moments, spec.write),
      };
    };
    return {
      ...{ place: 'sibling', typedName: 'extended_stats_bucket', ...spec },
      ...{ shape: answer([]), answer },
    };
  },
};

function momentsOf(values: readonly BucketValue[]): Moments {
  const count = values.length;
  const numbers = values.map(({ value }) => value);
  const sum = numbers.reduce((a, b) => a + b, 0);
  return {
    count,
    sum,
    min: count === 0 ? null : numbers.reduce((a, b) => Math.min(a, b)),
    max: count === 0 ? null : numbers.reduce((a, b) => Math.max(a, b)),
    avg: count === 0 ? null : sum / count,
    sumOfSquares: count === 0 ? null : numbers.reduce((a, b) => a + b * b, 0),
  };
}

/** The figures as texts, where a format is given. */
function texts({ count, min, max, avg, sum }: Moments, write: WriteValue): Answer {
  const all = Object.entries({ min, max, avg, sum }).map(([name, value]) =>
    write(value ?? Number.NaN, name),
  );
  return count === 0 ? {} : Object.assign({}, ...all);
}
