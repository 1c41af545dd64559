import { parseDuration } from '@longshore/common/duration';
import { errors } from '@longshore/common/errors';
import type { PipelineAggType } from '../aggs/agg-type.ts';
import type { Series } from './pipeline-plan.ts';
import { type PipelineSpec, readPipeline } from './read-pipeline.ts';
import { histogramPlan, seriesValues } from './series-values.ts';

interface Derivative extends PipelineSpec {
  /** Milliseconds that `normalized_value` is the change in. */
  readonly unitMs: number | undefined;
}

const YEAR_S = 31_556_952;
const CALENDAR_UNITS_S: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
  '1w': 604_800,
  month: YEAR_S / 12,
  '1M': YEAR_S / 12,
  quarter: YEAR_S / 4,
  '1q': YEAR_S / 4,
  year: YEAR_S,
  '1y': YEAR_S,
};

/** By how much each bucket differs from the one before it. */
export const derivative: PipelineAggType<Derivative> = {
  name: 'derivative',
  kind: 'pipeline',
  parse: (reader) => ({
    ...readPipeline(reader),
    unitMs: readUnit(reader.optionalString('unit')),
  }),
  plan: (spec) => {
    const shape = { value: null, ...(spec.unitMs === undefined ? {} : { normalized_value: null }) };
    return histogramPlan(spec, { typedName: 'derivative', shape }, (series) =>
      answerChanges(series, spec),
    );
  },
};

function readUnit(given: string | undefined): number | undefined {
  if (given === undefined) {
    return undefined;
  }
  const calendar = CALENDAR_UNITS_S[given];
  const unitMs = calendar === undefined ? parseDuration(given) : calendar * 1000;
  if (!(unitMs > 0)) {
    throw errors.illegalArgument(`[unit] must be greater than 0, but is [${given}]`);
  }
  return unitMs;
}

/** A gap has no change, nor has what follows it; the first bucket has not even an answer. */
function answerChanges(series: Series, { unitMs, write }: Derivative): void {
  const read = series.read();
  const values = seriesValues(series);
  for (const [i, { bucket, value }] of values.entries()) {
    const before = values[i - 1];
    if (before === undefined || read(before.bucket) === undefined || read(bucket) === undefined) {
      continue;
    }
    const change = value - before.value;
    const distance = Number(bucket.json.key) - Number(before.bucket.json.key);
    series.put(bucket, {
      ...write(change),
      ...(unitMs === undefined ? {} : write(change / (distance / unitMs), 'normalized_value')),
    });
  }
}
