import type { AggType } from './aggs/agg-type.ts';
import { cardinality } from './aggs/cardinality.ts';
import { dateHistogram } from './aggs/date-histogram.ts';
import { filter, filters, global, missing } from './aggs/filters.ts';
import { histogram } from './aggs/histogram.ts';
import { percentiles } from './aggs/percentiles.ts';
import { dateRange, range } from './aggs/range.ts';
import { avg, max, min, sum, valueCount } from './aggs/single-value.ts';
import { extendedStats, stats } from './aggs/stats.ts';
import { terms } from './aggs/terms.ts';
import { topHits } from './aggs/top-hits.ts';

/** Every aggregation we know. Adding one is a file in `aggs/` and a word here. */
const all: readonly AggType<unknown>[] = [
  avg,
  cardinality,
  dateHistogram,
  dateRange,
  extendedStats,
  filter,
  filters,
  global,
  histogram,
  max,
  min,
  missing,
  percentiles,
  range,
  stats,
  sum,
  terms,
  topHits,
  valueCount,
] as readonly AggType<unknown>[];

export const aggTypes = new Map(all.map((type) => [type.name, type]));
