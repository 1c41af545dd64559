import type { PipelineAggType } from '../aggs/agg-type.ts';
import { readPercents, writePercentiles } from '../aggs/percentiles.ts';
import type { Answer, BucketValue } from './pipeline-plan.ts';
import { type PipelineSpec, readPipeline } from './read-pipeline.ts';

interface PercentilesBucket extends PipelineSpec {
  readonly percents: readonly number[];
  readonly isKeyed: boolean;
}

/** Percentiles over the buckets of another aggregation: each is the value of a bucket, the nearest. */
export const percentilesBucket: PipelineAggType<PercentilesBucket> = {
  name: 'percentiles_bucket',
  kind: 'pipeline',
  parse: (reader) => ({
    ...readPipeline(reader),
    percents: readPercents(reader.json('percents')),
    isKeyed: reader.optionalBoolean('keyed') ?? true,
  }),
  plan: (spec) => {
    const answer = (values: readonly BucketValue[]): Answer => {
      const sorted = values.map(({ value }) => value).sort((a, b) => a - b);
      const entries = spec.percents.map((percent) => {
        const value = sorted[Math.round((percent / 100) * (sorted.length - 1))] ?? null;
        const written = spec.write(value ?? Number.NaN);
        const { value_as_string: text } = written;
        return { percent, value, text: typeof text === 'string' ? text : undefined };
      });
      return { values: writePercentiles(entries, spec.isKeyed) };
    };
    return {
      place: 'sibling',
      typedName: 'percentiles_bucket',
      ...spec,
      shape: answer([]),
      answer,
    };
  },
};
