import type { IndexCatalog } from '../index/catalog.ts';
import type { IndexEntry } from '../index/index-entry.ts';

/** Whether it takes the writes of its data stream. */
export function isWriteIndex(catalog: IndexCatalog, entry: IndexEntry): boolean {
  return catalog.dataStream(entry.dataStream ?? '')?.indices.at(-1) === entry.name;
}

/** Throws for the write index of a data stream: without it there is nowhere to write. */
export function refuseWriteIndex(catalog: IndexCatalog, entry: IndexEntry, done: string): void {
  if (isWriteIndex(catalog, entry)) {
    throw new Error(
      `index [${entry.name}] is the write index for data stream [${entry.dataStream}] and cannot be ${done}; roll the data stream over first`,
    );
  }
}
