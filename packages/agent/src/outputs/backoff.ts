export interface BackoffLimits {
  readonly initMs: number;
  readonly maxMs: number;
}

/** How long to wait before try number `attempt` (from 1): doubled each time, with jitter so that agents spread. */
export function backoffMs(
  attempt: number,
  { initMs, maxMs }: BackoffLimits,
  random: () => number = Math.random,
): number {
  const full = Math.min(maxMs, initMs * 2 ** Math.min(attempt - 1, 30));
  return full / 2 + (full / 2) * random();
}
