import type { PipelineAggType } from '../aggs/agg-type.ts';
import { type PipelineSpec, readPipeline } from './read-pipeline.ts';
import { histogramPlan, seriesValues } from './series-values.ts';

/** The sum of each bucket and all before it; gaps add nothing. */
export const cumulativeSum: PipelineAggType<PipelineSpec> = {
  name: 'cumulative_sum',
  kind: 'pipeline',
  parse: readPipeline,
  plan: (spec) =>
    histogramPlan(spec, {}, (series) => {
      let sum = 0;
      for (const { bucket, value } of seriesValues(series)) {
        sum += Number.isNaN(value) ? 0 : value;
        series.put(bucket, spec.write(sum));
      }
    }),
};
