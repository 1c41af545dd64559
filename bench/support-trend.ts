import { round } from './support.ts';

/** A line through values over time, by least squares. */
export interface Trend {
  readonly mean: number;
  readonly perHour: number;
  /** Of the mean, from the first moment to the last. */
  readonly percentInAll: number;
}

/** The trend of points of minutes and values; of fewer than two moments it is level. */
export function trendOf(points: readonly (readonly [minute: number, value: number])[]): Trend {
  const average = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const meanMinute = average(points.map(([minute]) => minute));
  const mean = average(points.map(([, value]) => value));
  const spread = points.reduce((sum, [minute]) => sum + (minute - meanMinute) ** 2, 0);
  const shared = points.reduce(
    (sum, [minute, value]) => sum + (minute - meanMinute) * (value - mean),
    0,
  );
  const perMinute = spread === 0 ? 0 : shared / spread;
  const minutes = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  return {
    mean: round(mean),
    perHour: round(perMinute * 60),
    percentInAll: mean === 0 ? 0 : round((100 * perMinute * minutes) / mean),
  };
}
