import { errors } from '@longshore/common/errors';
import type { PipelineAggType } from '../aggs/agg-type.ts';
import { type PipelineSpec, readPipeline } from './read-pipeline.ts';
import { histogramPlan, readPositive, seriesValues } from './series-values.ts';

interface SerialDiff extends PipelineSpec {
  readonly lag: number;
}

/** By how much each bucket differs from the one so many before it; none where either is a gap. */
export const serialDiff: PipelineAggType<SerialDiff> = {
  name: 'serial_diff',
  kind: 'pipeline',
  parse: (reader) => ({
    ...readPipeline(reader),
    lag:
      readPositive(reader, 'lag', () =>
        errors.parsing('Lag must be a positive, non-zero integer', 'lag'),
      ) ?? 1,
  }),
  plan: (spec) =>
    histogramPlan(spec, {}, (series) => {
      const values = seriesValues(series);
      for (const [i, { bucket, value }] of values.entries()) {
        const difference = value - (values[i - spec.lag]?.value ?? Number.NaN);
        if (!Number.isNaN(difference)) {
          series.put(bucket, spec.write(difference));
        }
      }
    }),
};
