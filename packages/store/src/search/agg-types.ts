import { adjacencyMatrix } from './aggs/adjacency-matrix.ts';
import type { AggType } from './aggs/agg-type.ts';
import { autoDateHistogram } from './aggs/auto-date-histogram.ts';
import { boxplot } from './aggs/boxplot.ts';
import { cardinality } from './aggs/cardinality.ts';
import { categorizeText } from './aggs/categorize-text.ts';
import { composite } from './aggs/composite.ts';
import { dateHistogram } from './aggs/date-histogram.ts';
import { filter, filters, global, missing } from './aggs/filters.ts';
import { geoDistanceAgg } from './aggs/geo-distance.ts';
import { geoBounds, geoCentroid } from './aggs/geo-extent.ts';
import { geohashGrid, geohexGrid, geotileGrid } from './aggs/geo-grid.ts';
import { geoLine } from './aggs/geo-line.ts';
import { histogram } from './aggs/histogram.ts';
import { ipPrefix } from './aggs/ip-prefix.ts';
import { ipRange } from './aggs/ip-range.ts';
import { matrixStats } from './aggs/matrix-stats.ts';
import { medianAbsoluteDeviation } from './aggs/median-absolute-deviation.ts';
import { multiTerms } from './aggs/multi-terms.ts';
import { nested, reverseNested } from './aggs/nested.ts';
import { percentileRanks } from './aggs/percentile-ranks.ts';
import { percentiles } from './aggs/percentiles.ts';
import { randomSampler } from './aggs/random-sampler.ts';
import { dateRange, range } from './aggs/range.ts';
import { rareTerms } from './aggs/rare-terms.ts';
import { rate } from './aggs/rate.ts';
import { diversifiedSampler, sampler } from './aggs/sampler.ts';
import { significantTerms } from './aggs/significant-terms.ts';
import { significantText } from './aggs/significant-text.ts';
import { avg, max, min, sum, valueCount } from './aggs/single-value.ts';
import { extendedStats, stats } from './aggs/stats.ts';
import { stringStats } from './aggs/string-stats.ts';
import { tTest } from './aggs/t-test.ts';
import { terms } from './aggs/terms.ts';
import { topHits } from './aggs/top-hits.ts';
import { topMetrics } from './aggs/top-metrics.ts';
import { variableWidthHistogram } from './aggs/variable-width-histogram.ts';
import { weightedAvg } from './aggs/weighted-avg.ts';
import { avgBucket, maxBucket, minBucket, sumBucket } from './pipeline-aggs/bucket-metrics.ts';
import { bucketScript, bucketSelector } from './pipeline-aggs/bucket-scripts.ts';
import { bucketSort } from './pipeline-aggs/bucket-sort.ts';
import { extendedStatsBucket, statsBucket } from './pipeline-aggs/bucket-statistics.ts';
import { cumulativeSum } from './pipeline-aggs/cumulative-sum.ts';
import { derivative } from './pipeline-aggs/derivative.ts';
import { movingAvg } from './pipeline-aggs/moving-avg.ts';
import { movingFn } from './pipeline-aggs/moving-fn.ts';
import { normalize } from './pipeline-aggs/normalize.ts';
import { percentilesBucket } from './pipeline-aggs/percentiles-bucket.ts';
import { serialDiff } from './pipeline-aggs/serial-diff.ts';

/** Every aggregation we know. Adding one is a file in `aggs/` or `pipeline-aggs/`, and a word here. */
const all: readonly AggType<unknown>[] = [
  adjacencyMatrix,
  avg,
  avgBucket,
  bucketScript,
  bucketSelector,
  bucketSort,
  cardinality,
  composite,
  cumulativeSum,
  dateHistogram,
  dateRange,
  derivative,
  extendedStats,
  extendedStatsBucket,
  filter,
  filters,
  geoBounds,
  geoCentroid,
  geoDistanceAgg,
  geoLine,
  geohashGrid,
  geohexGrid,
  geotileGrid,
  global,
  histogram,
  max,
  maxBucket,
  medianAbsoluteDeviation,
  min,
  minBucket,
  missing,
  movingAvg,
  movingFn,
  nested,
  percentileRanks,
  percentiles,
  percentilesBucket,
  range,
  rareTerms,
  reverseNested,
  serialDiff,
  stats,
  statsBucket,
  sum,
  sumBucket,
  terms,
  topHits,
  valueCount,
  weightedAvg,
  boxplot,
  ipPrefix,
  ipRange,
  matrixStats,
  multiTerms,
  rate,
  stringStats,
  tTest,
  topMetrics,
  autoDateHistogram,
  variableWidthHistogram,
  significantTerms,
  significantText,
  randomSampler,
  categorizeText,
  diversifiedSampler,
  sampler,
  normalize,
] as readonly AggType<unknown>[];

export const aggTypes = new Map(all.map((type) => [type.name, type]));
