import { errors } from '@longshore/common/errors';
import type { PipelineAggType } from '../aggs/agg-type.ts';
import { type PipelineScript, readPipelineScript } from './pipeline-script.ts';
import { type PipelineSpec, readPipeline } from './read-pipeline.ts';
import { histogramPlan, readPositive, seriesValues } from './series-values.ts';

interface MovingFn extends PipelineSpec {
  readonly window: number;
  readonly shift: number;
  readonly script: PipelineScript;
}

/** A script over a window of values that slides over the buckets; the bucket's own value is not in it, unless shifted. */
export const movingFn: PipelineAggType<MovingFn> = {
  name: 'moving_fn',
  kind: 'pipeline',
  parse(reader) {
    const refuse = () => errors.illegalArgument('[window] must be a positive, non-zero integer.');
    const window = readPositive(reader, 'window', refuse);
    if (window === undefined) {
      throw errors.parsing('Required [window]', 'moving_fn');
    }
    return {
      ...readPipeline(reader),
      window,
      shift: reader.optionalInteger('shift') ?? 0,
      script: readPipelineScript(reader.json('script'), 'moving-function'),
    };
  },
  plan: (spec) =>
    histogramPlan(spec, {}, (series) => {
      const given = seriesValues(series).filter(({ value }) => !Number.isNaN(value));
      const values = given.map(({ value }) => value);
      for (const [i, { bucket }] of given.entries()) {
        const end = i + spec.shift;
        const inside = values.slice(Math.max(0, end - spec.window), Math.max(0, end));
        const result = spec.script.run(new Map(), inside);
        if (typeof result !== 'number') {
          throw errors.illegalArgument('the script of [moving_fn] must return a number');
        }
        series.put(bucket, spec.write(result));
      }
    }),
};
