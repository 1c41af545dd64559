import { type Bucket, bucketsOf, metricOf, type SearchAnswer } from '../search-types.ts';
import { SPARKLINE_POINTS, SPARKLINE_STEP_MS, sparklineStart } from './searches.ts';

/** Values of small charts by container or host. */
export type Sparklines = ReadonlyMap<string, (number | null)[]>;

/** Sparklines by the key of the `entities` buckets: 30 values, the last one of now. */
export function sparklines(answer: SearchAnswer, nowMs: number): Sparklines {
  const start = sparklineStart(nowMs);
  return new Map(
    bucketsOf(answer.aggregations, 'entities').map((bucket) => [
      String(bucket.key),
      sparkline(bucket, start),
    ]),
  );
}

function sparkline(entity: Bucket, startMs: number): (number | null)[] {
  const values = new Array<number | null>(SPARKLINE_POINTS).fill(null);
  for (const bucket of bucketsOf(entity, 'times')) {
    const at = Math.round((Number(bucket.key) - startMs) / SPARKLINE_STEP_MS);
    if (at >= 0 && at < SPARKLINE_POINTS) {
      values[at] = shorten(measured(metricOf(bucket, 'value')));
    }
  }
  return values;
}

/** A sparkline of 30 pixels needs three digits. */
function shorten(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(3));
}

/** Rates are negative when a counter went backwards, as after a restart: nothing was measured then. */
export function measured(value: number | null): number | null {
  return value === null || value < 0 ? null : value;
}
