const PCT_FACTOR = 10_000;

/** Shares of system metrics have four decimals, as everybody's dashboards expect. */
export function roundPct(share: number): number {
  return Math.round(share * PCT_FACTOR) / PCT_FACTOR;
}
