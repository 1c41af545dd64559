import { Interval, type Value } from '../value.ts';

const DAY_MS = 86_400_000;

/** Widths of buckets of time that people like, from the widest on. */
const WIDTHS: readonly Interval[] = [
  ...[12, 3, 1].map((months) => new Interval(months, 0)),
  ...[7 * DAY_MS, DAY_MS].map((ms) => new Interval(0, ms)),
  ...[12, 3, 1].map((hours) => new Interval(0, hours * 3_600_000)),
  ...[30, 10, 5, 1].map((minutes) => new Interval(0, minutes * 60_000)),
  ...[30, 10, 5, 1].map((seconds) => new Interval(0, seconds * 1_000)),
  ...[100, 10, 1].map((ms) => new Interval(0, ms)),
];

const MONTH_MS = 30.4375 * DAY_MS;

/** The narrowest width by which a stretch of time has not more buckets than asked for. */
export function timeWidth(buckets: number, from: number, to: number): Interval {
  const lengthOf = ({ months, ms }: Interval) => months * MONTH_MS + ms;
  const fitting = WIDTHS.filter((width) => (to - from) / lengthOf(width) <= buckets);
  return fitting.at(-1) ?? WIDTHS[0] ?? new Interval(12, 0);
}

/** The same of numbers: a power of ten, or half of one. */
export function numberWidth(buckets: number, from: number, to: number): Value {
  const precise = (to - from) / buckets;
  const power = 10 ** Math.ceil(Math.log10(precise));
  const half = power / 2;
  return precise <= half ? half : power;
}
