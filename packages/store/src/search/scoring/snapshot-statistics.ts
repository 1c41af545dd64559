import type { Statistics } from './statistics.ts';

/** Of queries that one snapshot is searched by. */
const QUERIES_MAX = 100;

const bySnapshot = new WeakMap<object, SnapshotStatistics>();

/** What was counted in a snapshot of an index, for as long as that is held. */
export function statisticsOf(snapshot: object): SnapshotStatistics {
  const known = bySnapshot.get(snapshot) ?? new SnapshotStatistics();
  bySnapshot.set(snapshot, known);
  return known;
}

class SnapshotStatistics {
  readonly #counted = new Map<string, Promise<Statistics | undefined>>();

  /** What was counted before under a key, or else is counted now. */
  once(key: string, count: () => Promise<Statistics | undefined>): Promise<Statistics | undefined> {
    const known = this.#counted.get(key);
    if (known !== undefined) {
      return known;
    }
    const [oldest] = this.#counted.keys();
    if (this.#counted.size >= QUERIES_MAX && oldest !== undefined) {
      this.#counted.delete(oldest);
    }
    const counted = count();
    this.#counted.set(key, counted);
    // What failed, or was stopped with its search, is counted by the next one.
    counted.catch(() => this.#counted.delete(key));
    return counted;
  }
}
