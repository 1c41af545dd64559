interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One bar of a histogram in pixels. */
export interface Bar {
  /** Place of its bucket among all. */
  readonly index: number;
  readonly startMs: number;
  readonly count: number;
  readonly x: number;
  readonly barWidth: number;
  readonly barHeight: number;
}

/** A bucket that is not empty is at least this high, so that it can be seen. */
const BAR_MIN_PX = 2;

const STEPS_MS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800, 2_592_000,
].map((seconds) => seconds * 1_000);

/** Places buckets in a box; what sticks out of the span at its ends is cut. */
export function barsOf(
  buckets: readonly (readonly [startMs: number, count: number])[],
  box: {
    readonly span: Span;
    readonly intervalMs: number;
    readonly width: number;
    readonly height: number;
  },
): Bar[] {
  const { span, intervalMs, width, height } = box;
  const peak = Math.max(1, ...buckets.map(([, count]) => count));
  const xOf = (ms: number) =>
    Math.min(1, Math.max(0, (ms - span.fromMs) / (span.toMs - span.fromMs))) * width;
  return buckets.flatMap(([startMs, count], index) => {
    const isSeen = count > 0 && startMs + intervalMs > span.fromMs && startMs < span.toMs;
    const x = xOf(startMs);
    const barWidth = Math.max(1, xOf(startMs + intervalMs) - x - 1);
    const barHeight = Math.max(BAR_MIN_PX, (count / peak) * height);
    return isSeen ? [{ index, startMs, count, x, barWidth, barHeight }] : [];
  });
}

/** Parts of a bar in pixels. Few errors among many lines are still seen; the largest part makes room for them. */
export function segmentsOf(counts: readonly number[], barHeight: number): number[] {
  const total = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const heights = counts.map((count) =>
    count === 0 ? 0 : Math.max(BAR_MIN_PX, (count / total) * barHeight),
  );
  const excess = heights.reduce((sum, height) => sum + height, 0) - barHeight;
  const largest = heights.indexOf(Math.max(...heights));
  return heights.map((height, index) =>
    index === largest ? Math.max(BAR_MIN_PX, height - excess) : height,
  );
}

/** Round times inside a span, at most `count` of them, away from its very ends. */
export function timeTicks({ fromMs, toMs }: Span, count: number, isUtc = false): number[] {
  const length = toMs - fromMs;
  const step = STEPS_MS.find((candidate) => length / candidate <= count);
  if (step === undefined || count < 1) {
    return [];
  }
  // Steps of hours and days begin at midnight of the chosen zone.
  const offsetMs = isUtc ? 0 : new Date(fromMs).getTimezoneOffset() * 60_000;
  const first = Math.ceil((fromMs - offsetMs) / step) * step + offsetMs;
  const margin = length * 0.03;
  const ticks: number[] = [];
  for (let tick = first; tick < toMs - margin; tick += step) {
    if (tick > fromMs + margin) {
      ticks.push(tick);
    }
  }
  return ticks;
}
