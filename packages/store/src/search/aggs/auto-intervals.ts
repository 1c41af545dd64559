import { type Interval, nextKey, parseCalendarInterval, roundMs } from './rounding.ts';

/** A length that buckets of time may be given: some units that each begin by the clock of a zone. */
export interface AutoInterval {
  /** `30s`, as answers call it. */
  readonly name: string;
  readonly rounding: Interval;
  readonly units: number;
}

const fixed = (ms: number): Interval => ({ kind: 'fixed', ms });

const UNITS: readonly (readonly [
  name: string,
  minimum: string,
  rounding: Interval,
  counts: readonly number[],
])[] = [
  ['s', 'second', fixed(1_000), [1, 5, 10, 30]],
  ['m', 'minute', fixed(60_000), [1, 5, 10, 30]],
  ['h', 'hour', fixed(3_600_000), [1, 3, 12]],
  ['d', 'day', parseCalendarInterval('day'), [1, 7]],
  ['M', 'month', parseCalendarInterval('month'), [1, 3]],
  ['y', 'year', parseCalendarInterval('year'), [1, 5, 10, 20, 50, 100]],
];

/** From the shortest to the longest. */
export const AUTO_INTERVALS: readonly AutoInterval[] = UNITS.flatMap(([unit, , rounding, counts]) =>
  counts.map((units) => ({ name: `${units}${unit}`, rounding, units })),
);

/** Where the intervals of a unit begin in the list. */
export const MINIMUMS: ReadonlyMap<string, number> = new Map(
  UNITS.map(([unit, minimum]) => [
    minimum,
    AUTO_INTERVALS.findIndex(({ name }) => name === `1${unit}`),
  ]),
);

interface Span {
  readonly first: number;
  readonly last: number;
  readonly timeZone: string;
}

const APPROXIMATE_MS = { day: 86_400_000, month: 2_629_746_000, year: 31_556_952_000 };

/** How many buckets there are from a first to a last time. */
export function bucketsBetween({ rounding, units }: AutoInterval, span: Span): number {
  const own = { interval: rounding, timeZone: span.timeZone, offsetMs: 0 };
  const first = roundMs(own, span.first);
  const last = roundMs(own, span.last);
  const ms = rounding.kind === 'fixed' ? rounding.ms : APPROXIMATE_MS[rounding.unit as 'day'];
  // Days, months and years differ in length by less than half of it.
  return Math.floor(Math.round((last - first) / ms) / units) + 1;
}

/** Where each bucket begins, from that of a first to that of a last time. The caller knows that they are few. */
export function autoStarts({ rounding, units }: AutoInterval, span: Span): readonly number[] {
  const own = { interval: rounding, timeZone: span.timeZone, offsetMs: 0 };
  const starts: number[] = [];
  for (let key = roundMs(own, span.first); key <= span.last; ) {
    starts.push(key);
    for (let i = 0; i < units; i += 1) {
      key = nextKey(own, key);
    }
  }
  return starts;
}
