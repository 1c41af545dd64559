import { errors } from '@longshore/common/errors';
import type { PipelineAggType } from '../aggs/agg-type.ts';
import type { FinishedBucket, GapPolicy, ParentPlan, ReadBucket, Series } from './pipeline-plan.ts';
import { type PipelineScript, readPipelineScript } from './pipeline-script.ts';
import { readFormat, readGapPolicy, readPaths, type WriteValue } from './read-pipeline.ts';
import { VALUE_SHAPE } from './series-values.ts';

interface ScriptSpec {
  readonly paths: ReadonlyMap<string, string>;
  readonly gapPolicy: GapPolicy;
  readonly script: PipelineScript;
}

interface BucketScript extends ScriptSpec {
  readonly write: WriteValue;
}

/** A number for each bucket, computed by a script from other numbers of it. */
export const bucketScript: PipelineAggType<BucketScript> = {
  name: 'bucket_script',
  kind: 'pipeline',
  parse: (reader) => ({
    paths: readPaths(reader),
    gapPolicy: readGapPolicy(reader),
    script: readPipelineScript(reader.json('script'), 'bucket_aggregation'),
    write: readFormat(reader),
  }),
  plan: (spec) =>
    scriptPlan(spec, (series) => {
      const read = openParams(spec, series);
      for (const bucket of series.buckets) {
        const params = read(bucket);
        const isGap = [...params.values()].some(
          (value) => value === undefined || Number.isNaN(value),
        );
        const result =
          isGap && spec.gapPolicy !== 'insert_zeros' ? undefined : spec.script.run(params);
        if (typeof result === 'boolean') {
          throw errors.illegalArgument('the script of [bucket_script] must return a number');
        }
        if (result !== undefined) {
          series.put(bucket, spec.write(result));
        }
      }
      return series.buckets;
    }),
};

/** Keeps the buckets that a script says so of. */
export const bucketSelector: PipelineAggType<ScriptSpec> = {
  name: 'bucket_selector',
  kind: 'pipeline',
  parse: (reader) => ({
    paths: readPaths(reader),
    gapPolicy: readGapPolicy(reader),
    script: readPipelineScript(reader.json('script'), 'aggregation_selector'),
  }),
  plan: (spec) =>
    scriptPlan(spec, (series) => {
      const read = openParams(spec, series);
      return series.buckets.filter((bucket) => {
        const result = spec.script.run(read(bucket));
        if (typeof result !== 'boolean') {
          throw errors.illegalArgument('the script of [bucket_selector] must return a boolean');
        }
        return result;
      });
    }),
};

const scriptPlan = (spec: ScriptSpec, apply: ParentPlan['apply']): ParentPlan => ({
  place: 'parent',
  typedName: 'simple_value',
  gapPolicy: spec.gapPolicy,
  shape: VALUE_SHAPE,
  paths: spec.paths,
  isOverHistogram: false,
  apply,
});

/** What reads the parameters of a script in a bucket. */
function openParams({ paths }: ScriptSpec, series: Series) {
  const readers = [...paths.keys()].map((name): readonly [string, ReadBucket] => [
    name,
    series.read(name),
  ]);
  return (bucket: FinishedBucket): ReadonlyMap<string, number | undefined> =>
    new Map(readers.map(([name, read]) => [name, read(bucket)]));
}
