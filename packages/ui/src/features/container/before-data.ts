import type { ContainerDetail } from '@longshore/common/api/inventory';
import type { Span } from '../../controls/time/time-range.ts';

/** Until when a range has no figures, and why: the container was not there yet, or nobody measured. */
export interface Before {
  readonly untilMs: number;
  /** When the container was created, or the first figure was measured. */
  readonly atMs: number;
  readonly reason: 'created' | 'measured';
}

/** A gap at the left that is shorter than this many buckets is not worth a word. */
const BUCKETS_MIN = 2;

/** The first figures of a container come within this time after its creation. */
const FIRST_FIGURES_MS = 30_000;

/** The part of a range before the first figure of any series; undefined when there is none. */
export function beforeData({
  span,
  series,
  intervalMs,
  container: { createdAt },
}: Pick<ContainerDetail, 'series' | 'intervalMs' | 'container'> & {
  readonly span: Span;
}): Before | undefined {
  const firsts = series.flatMap(
    ({ points }) => points.find(([, value]) => value !== null)?.[0] ?? [],
  );
  const firstMs = firsts.length === 0 ? undefined : Math.min(...firsts);
  const createdMs = createdAt === null ? Number.NaN : Date.parse(createdAt);
  const createdInRange = createdMs > span.fromMs && createdMs < span.toMs;
  const isYoung =
    createdInRange &&
    (firstMs === undefined || firstMs - createdMs < intervalMs + FIRST_FIGURES_MS);
  const atMs = isYoung ? createdMs : firstMs;
  if (atMs === undefined) {
    return undefined;
  }
  // A figure stands where its bucket begins, which may be before the creation.
  const untilMs = Math.min(atMs, firstMs ?? atMs);
  if (untilMs - span.fromMs < BUCKETS_MIN * intervalMs) {
    return undefined;
  }
  return { untilMs, atMs, reason: isYoung ? 'created' : 'measured' };
}
