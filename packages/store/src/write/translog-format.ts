import { crc32 } from 'node:zlib';

/** The format is documented byte by byte in docs/internals/translog.md; change both together. */
const SEGMENT_MAGIC = Buffer.from('LONGTLOG', 'latin1');
const FORMAT_VERSION = 1;
const SEGMENT_HEADER_BYTES = 16;
const FRAME_MAGIC = Buffer.from('LSTF', 'latin1');
const FRAME_HEADER_BYTES = 12;
const RECORD_HEADER_BYTES = 24;
/** Room that a frame begins with; it grows by doubling. */
const FRAME_BYTES_MIN = 4 * 1024;
const KINDS = { index: 1, delete: 2 } as const;
const FLAG_GENERATED_ID = 1;

/** One operation as it is logged: what is needed to apply it again. */
export interface TranslogRecord {
  readonly uuid: string;
  readonly kind: 'index' | 'delete';
  readonly seqNo: number;
  readonly version: number;
  readonly id: string;
  /** The store made the id, so that no older document can have it. */
  readonly isGeneratedId: boolean;
  /** Empty for a delete. */
  readonly source: Buffer;
}

export function encodeSegmentHeader(): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  SEGMENT_MAGIC.copy(header);
  header.writeUInt32LE(FORMAT_VERSION, SEGMENT_MAGIC.length);
  return header;
}

/** A frame under construction: records in one piece, with length and checksum in front. */
export class FrameBuilder {
  #bytes = Buffer.allocUnsafeSlow(FRAME_BYTES_MIN);
  #at = FRAME_HEADER_BYTES;

  /** How long the frame is by now. */
  get length(): number {
    return this.#at;
  }

  /** Appends a head of our own and the source as it is. Both are copied. */
  add(record: TranslogRecord): void {
    const uuidBytes = Buffer.byteLength(record.uuid);
    const idBytes = Buffer.byteLength(record.id);
    const { source } = record;
    const start = this.#at;
    const uuidStart = start + RECORD_HEADER_BYTES;
    const idStart = uuidStart + uuidBytes;
    const sourceStart = idStart + idBytes;
    const bytes = this.#reserve(sourceStart + source.length);
    bytes.writeUInt8(KINDS[record.kind], start);
    bytes.writeUInt8(record.isGeneratedId ? FLAG_GENERATED_ID : 0, start + 1);
    bytes.writeUInt8(uuidBytes, start + 2);
    bytes.writeUInt8(0, start + 3);
    bytes.writeUIntLE(record.seqNo, start + 4, 6);
    bytes.writeUInt16LE(idBytes, start + 10);
    bytes.writeBigUInt64LE(BigInt(record.version), start + 12);
    bytes.writeUInt32LE(source.length, start + 20);
    bytes.write(record.uuid, uuidStart, 'utf8');
    bytes.write(record.id, idStart, 'utf8');
    source.copy(bytes, sourceStart);
    this.#at = sourceStart + source.length;
  }

  /** The whole frame; nothing may be added after that. */
  finish(): Buffer {
    const frame = this.#bytes.subarray(0, this.#at);
    const payload = frame.subarray(FRAME_HEADER_BYTES);
    FRAME_MAGIC.copy(frame);
    frame.writeUInt32LE(payload.length, 4);
    frame.writeUInt32LE(crc32(payload), 8);
    return frame;
  }

  #reserve(length: number): Buffer {
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#at);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}

/** What a segment holds. `badAt` is the offset of the first bytes that are not a whole frame. */
export interface DecodedSegment {
  readonly records: readonly TranslogRecord[];
  readonly badAt: number | undefined;
  /** True when a whole frame comes after the bad bytes: then they are damage, not a write that was cut off. */
  readonly isDamaged: boolean;
}

/** Reads a segment; never throws for its content. A segment without a whole header is empty and bad at 0. */
export function decodeSegment(bytes: Buffer): DecodedSegment {
  const records: TranslogRecord[] = [];
  let at = hasSegmentHeader(bytes) ? SEGMENT_HEADER_BYTES : 0;
  while (at > 0 && at < bytes.length) {
    const payload = framePayload(bytes, at);
    if (payload === undefined || !decodeRecords(payload, records)) {
      return { records, badAt: at, isDamaged: hasFrameAfter(bytes, at + 1) };
    }
    at += FRAME_HEADER_BYTES + payload.length;
  }
  return at === 0
    ? { records, badAt: 0, isDamaged: hasFrameAfter(bytes, 0) }
    : { records, badAt: undefined, isDamaged: false };
}

function hasSegmentHeader(bytes: Buffer): boolean {
  return (
    bytes.length >= SEGMENT_HEADER_BYTES &&
    bytes.subarray(0, SEGMENT_MAGIC.length).equals(SEGMENT_MAGIC) &&
    bytes.readUInt32LE(SEGMENT_MAGIC.length) === FORMAT_VERSION
  );
}

/** The payload of the frame at an offset; undefined when there is no whole frame. */
function framePayload(bytes: Buffer, at: number): Buffer | undefined {
  const start = at + FRAME_HEADER_BYTES;
  if (start > bytes.length || !bytes.subarray(at, at + FRAME_MAGIC.length).equals(FRAME_MAGIC)) {
    return undefined;
  }
  const end = start + bytes.readUInt32LE(at + 4);
  if (end > bytes.length) {
    return undefined;
  }
  const payload = bytes.subarray(start, end);
  return crc32(payload) === bytes.readUInt32LE(at + 8) ? payload : undefined;
}

function hasFrameAfter(bytes: Buffer, from: number): boolean {
  let at = bytes.indexOf(FRAME_MAGIC, from);
  while (at >= 0) {
    if (framePayload(bytes, at) !== undefined) {
      return true;
    }
    at = bytes.indexOf(FRAME_MAGIC, at + 1);
  }
  return false;
}

/** Appends a frame's records; false when they do not fill the payload exactly. */
function decodeRecords(payload: Buffer, records: TranslogRecord[]): boolean {
  const decoded: TranslogRecord[] = [];
  let at = 0;
  while (at < payload.length) {
    const record = decodeRecord(payload, at);
    if (record === undefined) {
      return false;
    }
    decoded.push(record.record);
    at = record.end;
  }
  records.push(...decoded);
  return true;
}

function decodeRecord(
  payload: Buffer,
  at: number,
): { readonly record: TranslogRecord; readonly end: number } | undefined {
  if (at + RECORD_HEADER_BYTES > payload.length) {
    return undefined;
  }
  const kind = payload.readUInt8(at);
  const idStart = at + RECORD_HEADER_BYTES + payload.readUInt8(at + 2);
  const sourceStart = idStart + payload.readUInt16LE(at + 10);
  const end = sourceStart + payload.readUInt32LE(at + 20);
  if (end > payload.length || (kind !== KINDS.index && kind !== KINDS.delete)) {
    return undefined;
  }
  const record: TranslogRecord = {
    uuid: payload.toString('utf8', at + RECORD_HEADER_BYTES, idStart),
    kind: kind === KINDS.index ? 'index' : 'delete',
    seqNo: payload.readUIntLE(at + 4, 6),
    version: Number(payload.readBigUInt64LE(at + 12)),
    id: payload.toString('utf8', idStart, sourceStart),
    isGeneratedId: (payload.readUInt8(at + 1) & FLAG_GENERATED_ID) !== 0,
    source: payload.subarray(sourceStart, end),
  };
  return { record, end };
}
