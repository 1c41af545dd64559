/** Who wants to hear how far its events have been delivered; positions only grow. */
export interface AckSource {
  /** Everything of this source up to `position` was accepted or for ever refused. */
  acknowledge(position: number): void;
}

const CAPACITY_START_BYTES = 64 * 1024;
/** Size at which a batch is full, unless it is one event; its memory grows to just that. */
export const BATCH_BYTES_MAX = 2 * 1024 * 1024;

/**
 * Events that travel together, as the NDJSON lines of a bulk request in one buffer. An item is written with `begin`,
 * some `copy` and `text`, and `end`; nothing is kept of it but its bytes.
 */
export class Batch {
  private buffer: Buffer;
  private length = 0;
  private readonly ends: number[] = [];
  private readonly positions = new Map<AckSource, number>();

  constructor(buffer: Buffer = Buffer.allocUnsafeSlow(CAPACITY_START_BYTES)) {
    this.buffer = buffer;
  }

  get events(): number {
    return this.ends.length;
  }

  /** Bytes of all finished items. */
  get sizeBytes(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** The memory behind the items, to be used again when the batch is done. */
  get memory(): Buffer {
    return this.buffer;
  }

  /** Starts an item of at most this many bytes; what an unfinished item had written is forgotten. */
  begin(sizeMaxBytes: number): void {
    this.length = this.sizeBytes;
    const needed = this.length + sizeMaxBytes;
    if (needed > this.buffer.length) {
      const doubled = Math.min(this.buffer.length * 2, BATCH_BYTES_MAX);
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, doubled));
      this.buffer.copy(grown, 0, 0, this.length);
      this.buffer = grown;
    }
  }

  copy(source: Uint8Array, start = 0, end = source.length): void {
    this.buffer.set(
      start === 0 && end === source.length ? source : source.subarray(start, end),
      this.length,
    );
    this.length += end - start;
  }

  /** Appends text of which every character is ASCII. */
  ascii(text: string): void {
    this.length += this.buffer.write(text, this.length, 'latin1');
  }

  utf8(text: string): void {
    this.length += this.buffer.write(text, this.length, 'utf8');
  }

  end(): void {
    this.ends.push(this.length);
  }

  /** When this batch is done, `source` has been delivered up to `position`. */
  mark(source: AckSource, position: number): void {
    this.positions.set(source, position);
  }

  /** All items, one after the other; valid until the batch is given back. */
  body(): Buffer {
    return this.buffer.subarray(0, this.sizeBytes);
  }

  item(index: number): Buffer {
    return this.buffer.subarray(index === 0 ? 0 : this.ends[index - 1], this.ends[index]);
  }

  /** Tells every source how far it has come. */
  acknowledge(): void {
    for (const [source, position] of this.positions) {
      source.acknowledge(position);
    }
  }
}
