import { LOG_LEVELS, type LogLevel, levelOf } from '@longshore/common/log-level';
import { type Bucket, bucketsOf } from '../search-types.ts';

/** The buckets of a histogram with the lines of each level; a start without a bucket has no lines. */
export function mapHistogram(found: readonly Bucket[], starts: readonly number[]) {
  const byStart = new Map(found.map((bucket) => [Number(bucket.key), bucket]));
  const totals = starts.map((at): [number, number] => [at, byStart.get(at)?.doc_count ?? 0]);
  const byLevel = starts.map((at) => countLevels(byStart.get(at)));
  const levels = LOG_LEVELS.map((level) => ({
    level,
    counts: byLevel.map((counts) => counts.get(level) ?? 0),
  }));
  return {
    buckets: totals,
    levels: levels.filter(({ counts }) => counts.some((count) => count > 0)),
  };
}

/** Programs name their levels in many ways (`WARN`, `warning`): those that mean the same are added up. */
function countLevels(bucket: Bucket | undefined): ReadonlyMap<LogLevel, number> {
  const counts = new Map<LogLevel, number>();
  const words = bucketsOf(bucket, 'levels');
  for (const { key, doc_count: count } of words) {
    const level = levelOf(String(key));
    if (level !== undefined) {
      counts.set(level, (counts.get(level) ?? 0) + count);
    }
  }
  return counts;
}
