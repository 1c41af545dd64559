const QUIET_MS = 600_000;
/** More different texts than this are not remembered at once. */
const TEXTS_MAX = 200;

/** Says whether a text is new; one that was said in the last ten minutes is not. The log file has them all. */
export function repeatFilter(now: () => number): (text: string) => boolean {
  const saidAtMs = new Map<string, number>();
  return (text) => {
    const last = saidAtMs.get(text);
    if (last !== undefined && now() - last < QUIET_MS) {
      return false;
    }
    if (saidAtMs.size >= TEXTS_MAX) {
      saidAtMs.clear();
    }
    saidAtMs.set(text, now());
    return true;
  };
}
