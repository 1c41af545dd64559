import { type PlacedRecord, placeRecords, type TranslogRecord } from './translog-record.ts';

const CHUNK_BYTES_MIN = 16 * 1024;
const CHUNK_BYTES_MAX = 1024 * 1024;

interface Chunk {
  readonly bytes: Buffer;
  length: number;
}

/**
 * Operations of one index, in order, each encoded as in the translog. A hundred thousand of them as objects would take
 * several times the room, and the collector more time than everything else that is done with them.
 */
export class EncodedRecords {
  readonly #chunks: Chunk[] = [];
  #length = 0;
  #firstSeqNo = Number.POSITIVE_INFINITY;

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** The least sequence number; infinite when there are none. */
  get firstSeqNo(): number {
    return this.#firstSeqNo;
  }

  /** Adds a copy. */
  add({ bytes, start, end, seqNo }: PlacedRecord): void {
    const chunk = this.#roomFor(end - start);
    chunk.length += bytes.copy(chunk.bytes, chunk.length, start, end);
    this.#length += 1;
    this.#firstSeqNo = Math.min(this.#firstSeqNo, seqNo);
  }

  /** Their sources are views, not copies. */
  *[Symbol.iterator](): Generator<TranslogRecord> {
    for (const { bytes, length } of this.#chunks) {
      const records = placeRecords(bytes.subarray(0, length));
      if (records === undefined) {
        throw new Error('operations that were read from the translog changed in memory');
      }
      for (const record of records) {
        yield record.decode();
      }
    }
  }

  #roomFor(total: number): Chunk {
    const last = this.#chunks.at(-1);
    if (last !== undefined && last.length + total <= last.bytes.length) {
      return last;
    }
    const next = Math.min(CHUNK_BYTES_MAX, (last?.bytes.length ?? CHUNK_BYTES_MIN / 2) * 2);
    const chunk = { bytes: Buffer.allocUnsafeSlow(Math.max(next, total)), length: 0 };
    this.#chunks.push(chunk);
    return chunk;
  }
}
