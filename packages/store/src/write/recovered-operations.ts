import type { Logged } from './translog.ts';
import type { TranslogRecord } from './translog-record.ts';

/** The last operation on each id. No other operation can have an id that the store made, but one that names it. */
export class LatestOperations {
  /** By index and id. */
  readonly #seqNos = new Map<string, Map<string, number>>();

  constructor(records: readonly TranslogRecord[] = []) {
    this.note(records);
  }

  /** In order. */
  note(records: readonly TranslogRecord[]): void {
    for (const { uuid, id, isGeneratedId, seqNo } of records) {
      if (!isGeneratedId) {
        const ofIndex = this.#seqNos.get(uuid);
        if (ofIndex === undefined) {
          this.#seqNos.set(uuid, new Map([[id, seqNo]]));
        } else {
          ofIndex.set(id, seqNo);
        }
      }
    }
  }

  has({ uuid, id, isGeneratedId, seqNo }: TranslogRecord): boolean {
    const last = this.#seqNos.get(uuid)?.get(id);
    return last === undefined ? isGeneratedId : last === seqNo;
  }
}

/** How many operations of each index are in each segment of the translog. */
export class OperationCounts {
  readonly #byIndex = new Map<string, Map<number, number>>();

  add({ uuid, generation }: Pick<TranslogRecord & Logged, 'uuid' | 'generation'>): void {
    let counts = this.#byIndex.get(uuid);
    if (counts === undefined) {
      counts = new Map();
      this.#byIndex.set(uuid, counts);
    }
    counts.set(generation, (counts.get(generation) ?? 0) + 1);
  }

  /** By segment, of some indices together. */
  of(uuids: readonly string[]): ReadonlyMap<number, number> {
    const sums = new Map<number, number>();
    for (const uuid of uuids) {
      for (const [generation, count] of this.#byIndex.get(uuid) ?? []) {
        sums.set(generation, (sums.get(generation) ?? 0) + count);
      }
    }
    return sums;
  }
}
