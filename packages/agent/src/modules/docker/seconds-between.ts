import type { StatsAnswer } from '../../docker/stats.ts';

/** Seconds between two samples by the engine's clock; 0 if there is only one. */
export function secondsBetween(previous: StatsAnswer | undefined, current: StatsAnswer): number {
  return previous ? (Date.parse(current.read) - Date.parse(previous.read)) / 1000 : 0;
}

/** What a counter advanced by per second; 0 for a first sample or a counter that was set back. */
export function perSecond(advance: number, seconds: number): number {
  return seconds > 0 && advance > 0 ? advance / seconds : 0;
}
