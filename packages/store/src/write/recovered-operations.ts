import type { PlacedRecord, TranslogRecord } from './translog-record.ts';

/** The last operation on each id that was given. No other operation can have an id that the store made, but one that names it. */
export class LatestOperations {
  /** By index and id. */
  readonly #seqNos = new Map<string, Map<string, number>>();

  /** In order. */
  note(record: PlacedRecord): void {
    if (record.isGeneratedId) {
      return;
    }
    const { uuid, id, seqNo } = record;
    const ofIndex = this.#seqNos.get(uuid);
    if (ofIndex === undefined) {
      this.#seqNos.set(uuid, new Map([[id, seqNo]]));
    } else {
      ofIndex.set(id, seqNo);
    }
  }

  /** Whether there are operations of this index on ids that were given. */
  hasGivenIds(uuid: string): boolean {
    return this.#seqNos.has(uuid);
  }

  /** Whether nothing later was done to the id of an operation. */
  has({ uuid, id, isGeneratedId, seqNo }: TranslogRecord): boolean {
    const last = this.#seqNos.get(uuid)?.get(id);
    return last === undefined ? isGeneratedId : last === seqNo;
  }
}

/** An operation on an id that was given, without what it wrote. */
export type RecoveredOperation = Omit<TranslogRecord, 'source' | 'uuid' | 'routing'>;

/** How many operations of each index are in each segment of the translog. */
export class OperationCounts {
  readonly #byIndex = new Map<string, Map<number, number>>();

  add({ uuid }: PlacedRecord, generation: number): void {
    let counts = this.#byIndex.get(uuid);
    if (counts === undefined) {
      counts = new Map();
      this.#byIndex.set(uuid, counts);
    }
    counts.set(generation, (counts.get(generation) ?? 0) + 1);
  }

  /** Of an index, in all segments. */
  total(uuid: string): number {
    return [...(this.#byIndex.get(uuid)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
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
