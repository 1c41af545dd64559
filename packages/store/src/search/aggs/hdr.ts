import { errors } from '@longshore/common/errors';
import { int, type Sql, sql } from '../../sql/sql.ts';
import { numberOf } from './number-answer.ts';

/**
 * Histograms of high dynamic range: numbers are counted in buckets that are as wide as their size and a number of
 * significant digits say, so that any percentile is off by at most so much of itself.
 */

/** The significant digits, unless the request says them. */
export const DIGITS = 3;

/** Into how many buckets each power of two is divided. */
const bucketsPerOctave = (digits: number): number =>
  2 ** Math.ceil(Math.log2(2 * 10 ** digits)) / 2;

/** The beginnings of the buckets with values, ascending, and how many each has; of an input that is a number or a list. */
export function hdrBuckets(digits: number, v: Sql, isListInput: boolean): Sql {
  const values = isListInput ? v : sql`if(isNull(${v}), [], [assumeNotNull(${v})])`;
  const size = int(bucketsPerOctave(digits));
  const width = sql`(pow(2, floor(log2(x))) / ${size})`;
  // Of what is negative there are no such buckets: it is kept as it is, to be refused.
  const begins = sql`if(x <= 0, x, floor(x / ${width}) * ${width})`;
  return sql`sumMap(arrayMap(x -> ${begins}, ${values}), arrayMap(x -> toUInt64(1), ${values}))`;
}

interface HdrBuckets {
  readonly begins: readonly number[];
  readonly counts: readonly number[];
}

/** The values at percents, from what the engine answers. */
export function hdrPercentiles(
  found: unknown,
  percents: readonly number[],
  digits: number,
): readonly (number | null)[] {
  const buckets = readHdr(found);
  return percents.map((percent) => hdrPercentile(buckets, percent, digits));
}

/** How many percent of the values are not above some, from what the engine answers. */
export function hdrRanks(found: unknown, values: readonly number[]): readonly (number | null)[] {
  const buckets = readHdr(found);
  return values.map((value) => hdrRank(buckets, value));
}

function readHdr(found: unknown): HdrBuckets {
  const [begins, counts]: readonly unknown[] = Array.isArray(found) ? found : [];
  const numbers = (list: unknown) =>
    Array.isArray(list) ? list.map((one) => numberOf(one) ?? 0) : [];
  const buckets = { begins: numbers(begins), counts: numbers(counts) };
  if (buckets.begins.some((begin) => begin < 0)) {
    throw errors.illegalArgument(
      'a histogram [hdr] cannot hold negative values; leave [hdr] out to have percentiles of them',
    );
  }
  return buckets;
}

/** The greatest value that is in the bucket of a percentile, as far as the histogram can tell. */
function hdrPercentile(
  { begins, counts }: HdrBuckets,
  percent: number,
  digits: number,
): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const wanted = Math.max(1, Math.floor((percent / 100) * total + 0.5));
  let seen = 0;
  for (const [i, begin] of begins.entries()) {
    seen += counts[i] ?? 0;
    if (seen >= wanted) {
      return percent === 0 ? begin : endOf(begin, begins, digits);
    }
  }
  return null;
}

/** Values are counted in units that the least of them, but for zero, decides. */
function endOf(begin: number, begins: readonly number[], digits: number): number {
  const widthAt = (value: number) => 2 ** Math.floor(Math.log2(value)) / bucketsPerOctave(digits);
  const least = begins.find((one) => one > 0);
  return begin <= 0 || least === undefined ? begin : begin + widthAt(begin) - widthAt(least);
}

/** The percentile that a value has: that of the end of its bucket. */
function hdrRank({ begins, counts }: HdrBuckets, value: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const below = counts.reduce((sum, count, i) => sum + ((begins[i] ?? 0) <= value ? count : 0), 0);
  return total === 0 ? null : (100 * below) / total;
}
