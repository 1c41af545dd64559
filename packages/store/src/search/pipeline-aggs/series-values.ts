import type { ObjectReader } from '../read-object.ts';
import type { Answer, FinishedBucket, ParentPlan, Series } from './pipeline-plan.ts';
import type { PipelineSpec } from './read-pipeline.ts';

/** The answer of a pipeline that gives one value. */
export const VALUE_SHAPE: Answer = { value: null };

export interface SeriesValue {
  readonly bucket: FinishedBucket;
  /** NaN for a gap, and where there is no answer at all. */
  readonly value: number;
}

/** The values at the path of a pipeline. */
export function seriesValues({ buckets, read }: Series): readonly SeriesValue[] {
  const valueAt = read();
  return buckets.map((bucket) => ({ bucket, value: valueAt(bucket) ?? Number.NaN }));
}

/** The plan of a pipeline that adds something to each bucket of a histogram. */
export function histogramPlan(
  { path, gapPolicy }: PipelineSpec,
  { typedName = 'simple_value', shape = VALUE_SHAPE }: { typedName?: string; shape?: Answer },
  answer: (series: Series) => void,
): ParentPlan {
  return {
    place: 'parent',
    typedName,
    gapPolicy,
    shape,
    paths: new Map([['', path]]),
    isOverHistogram: true,
    apply: (series) => {
      answer(series);
      return series.buckets;
    },
  };
}

/** A whole number above zero, or what stands for it. */
export function readPositive(
  reader: ObjectReader,
  key: string,
  refuse: () => Error,
): number | undefined {
  const given = reader.optionalInteger(key);
  if (given !== undefined && given <= 0) {
    throw refuse();
  }
  return given;
}
