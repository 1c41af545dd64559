import { crc32 } from 'node:zlib';
import {
  type PlacedRecord,
  placeRecords,
  recordEnd,
  recordLengths,
  type TranslogRecord,
  writeRecord,
} from './translog-record.ts';

/** The format is documented byte by byte in docs/internals/translog.md; change both together. */
export const SEGMENT_HEADER_BYTES = 16;
const SEGMENT_MAGIC = Buffer.from('LONGTLOG', 'latin1');
/** Frames have a directory since 2; records can have a routing since 3. */
const FORMAT_VERSION = 3;
const FRAME_MAGIC = Buffer.from('LSTF', 'latin1');
const FRAME_HEADER_BYTES = 20;
const OLD_FRAME_HEADER_BYTES = 12;
const OFFSETS = { payloadLength: 4, payloadCrc: 8, directoryLength: 12, headCrc: 16 } as const;
const SPAN_BYTES = 20;
/** Room that a frame begins with; it grows by doubling. */
const FRAME_BYTES_MIN = 4 * 1024;

/** Operations of one index in one frame: what a damaged frame says of what it had. */
export interface OperationSpan {
  readonly uuid: string;
  readonly firstSeqNo: number;
  lastSeqNo: number;
  count: number;
}

/** How the frames of a segment are laid out: as in the format version of this number, and in later ones. */
export type SegmentVersion = 1 | 2;

export function encodeSegmentHeader(): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  SEGMENT_MAGIC.copy(header);
  header.writeUInt32LE(FORMAT_VERSION, SEGMENT_MAGIC.length);
  header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
  return header;
}

/** The version of a segment; `newer` for one that only a later store reads, undefined for a header that is damaged. */
export function readSegmentHeader(bytes: Buffer): SegmentVersion | 'newer' | undefined {
  const isOurs =
    bytes.length >= SEGMENT_HEADER_BYTES &&
    bytes.subarray(0, SEGMENT_MAGIC.length).equals(SEGMENT_MAGIC);
  if (!isOurs) {
    return undefined;
  }
  const version = bytes.readUInt32LE(SEGMENT_MAGIC.length);
  const crc = bytes.readUInt32LE(12);
  if (version === 1 && crc === 0) {
    return 1;
  }
  if (crc !== crc32(bytes.subarray(0, 12))) {
    return undefined;
  }
  return version === 2 || version === FORMAT_VERSION ? 2 : 'newer';
}

/** A frame under construction: records in one piece, with length and checksum in front and a directory behind. */
export class FrameBuilder {
  #bytes: Buffer;
  #at = FRAME_HEADER_BYTES;
  readonly #spans = new Map<string, OperationSpan>();
  #span: OperationSpan | undefined;

  /** `spare` is room to build the frame in, which is nobody else's. */
  constructor(spare: Buffer = Buffer.allocUnsafeSlow(FRAME_BYTES_MIN)) {
    this.#bytes = spare;
  }

  /** What the frame is built in; it may be used again when the frame is needed no more. */
  get room(): Buffer {
    return this.#bytes;
  }

  /** How long the frame is by now. */
  get length(): number {
    return this.#at;
  }

  /** Appends a head of our own and the source as it is. Both are copied. */
  add(record: TranslogRecord): void {
    const lengths = recordLengths(record);
    const start = this.#at;
    writeRecord(this.#reserve(start + lengths.total), start, { record, lengths });
    this.#at = start + lengths.total;
    const span = this.#spanOf(record);
    span.lastSeqNo = record.seqNo;
    span.count += 1;
  }

  /** The whole frame; nothing may be added after that. */
  finish(): Buffer {
    const directory = encodeDirectory([...this.#spans.values()]);
    const end = this.#at;
    directory.copy(this.#reserve(end + directory.length), end);
    const frame = this.#bytes.subarray(0, end + directory.length);
    FRAME_MAGIC.copy(frame);
    frame.writeUInt32LE(end - FRAME_HEADER_BYTES, OFFSETS.payloadLength);
    frame.writeUInt32LE(crc32(frame.subarray(FRAME_HEADER_BYTES, end)), OFFSETS.payloadCrc);
    frame.writeUInt32LE(directory.length, OFFSETS.directoryLength);
    frame.writeUInt32LE(headCrc(frame, directory), OFFSETS.headCrc);
    return frame;
  }

  #spanOf({ uuid, seqNo }: TranslogRecord): OperationSpan {
    if (this.#span?.uuid === uuid) {
      return this.#span;
    }
    this.#span = this.#spans.get(uuid) ?? { uuid, firstSeqNo: seqNo, lastSeqNo: seqNo, count: 0 };
    this.#spans.set(uuid, this.#span);
    return this.#span;
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

/**
 * A frame as it is found. `records` is undefined when the payload is damaged; the directory is always right, of which
 * version 1 has none.
 */
export interface Frame {
  readonly end: number;
  readonly records: readonly PlacedRecord[] | undefined;
  readonly spans: readonly OperationSpan[];
}

/**
 * The frame at an offset, with the records of some indices, or of all; undefined when no head is there that can be
 * trusted. A payload that has nothing of these indices is not looked at.
 */
export function frameAt(
  bytes: Buffer,
  at: number,
  version: SegmentVersion,
  uuids?: ReadonlySet<string>,
): Frame | undefined {
  const headerBytes = version === 1 ? OLD_FRAME_HEADER_BYTES : FRAME_HEADER_BYTES;
  const start = at + headerBytes;
  if (start > bytes.length || !bytes.subarray(at, at + FRAME_MAGIC.length).equals(FRAME_MAGIC)) {
    return undefined;
  }
  const payloadEnd = start + bytes.readUInt32LE(at + OFFSETS.payloadLength);
  const end =
    version === 1 ? payloadEnd : payloadEnd + bytes.readUInt32LE(at + OFFSETS.directoryLength);
  if (end > bytes.length) {
    return undefined;
  }
  const readPayload = () => {
    const payload = bytes.subarray(start, payloadEnd);
    const isWhole = crc32(payload) === bytes.readUInt32LE(at + OFFSETS.payloadCrc);
    return isWhole ? placeRecords(payload, uuids) : undefined;
  };
  if (version === 1) {
    const records = readPayload();
    return records === undefined ? undefined : { end, records, spans: [] };
  }
  const directory = bytes.subarray(payloadEnd, end);
  if (headCrc(bytes.subarray(at), directory) !== bytes.readUInt32LE(at + OFFSETS.headCrc)) {
    return undefined;
  }
  const spans = decodeDirectory(directory);
  const isWanted = uuids === undefined || spans.some(({ uuid }) => uuids.has(uuid));
  return { end, records: isWanted ? readPayload() : [], spans };
}

/** The records of a frame whose head or directory is damaged, when its payload can be proved to be whole. */
export function salvageFrame(bytes: Buffer, at: number): readonly PlacedRecord[] | undefined {
  const start = at + FRAME_HEADER_BYTES;
  if (start > bytes.length) {
    return undefined;
  }
  const known = bytes.readUInt32LE(at + OFFSETS.payloadCrc);
  let crc = 0;
  let end = start;
  for (let next = recordEnd(bytes, end); next !== undefined; next = recordEnd(bytes, end)) {
    crc = crc32(bytes.subarray(end, next), crc);
    end = next;
    if (crc === known) {
      const records = placeRecords(bytes.subarray(start, end));
      return records && hasWholeDirectory(bytes, { at, payloadEnd: end, records })
        ? records
        : undefined;
    }
  }
  return withoutChecksum(bytes, at);
}

/** Whether the directory did not only begin: a length in the head may be damaged, but then the directory is not. */
function hasWholeDirectory(
  bytes: Buffer,
  frame: {
    readonly at: number;
    readonly payloadEnd: number;
    readonly records: readonly PlacedRecord[];
  },
): boolean {
  if ((announcedEnd(bytes, frame.at, 2) ?? Number.POSITIVE_INFINITY) <= bytes.length) {
    return true;
  }
  const spans = decodeDirectory(bytes.subarray(frame.payloadEnd));
  return spans.reduce((sum, { count }) => sum + count, 0) === frame.records.length;
}

/** The same when it is the checksum of the payload that is damaged: with the right one, that of the head is right too. */
function withoutChecksum(bytes: Buffer, at: number): readonly PlacedRecord[] | undefined {
  const start = at + FRAME_HEADER_BYTES;
  const payloadEnd = start + bytes.readUInt32LE(at + OFFSETS.payloadLength);
  const end = payloadEnd + bytes.readUInt32LE(at + OFFSETS.directoryLength);
  if (end > bytes.length) {
    return undefined;
  }
  const payload = bytes.subarray(start, payloadEnd);
  const head = Buffer.from(bytes.subarray(at, start));
  head.writeUInt32LE(crc32(payload), OFFSETS.payloadCrc);
  const isRight =
    headCrc(head, bytes.subarray(payloadEnd, end)) === head.readUInt32LE(OFFSETS.headCrc);
  return isRight ? placeRecords(payload) : undefined;
}

/** The first offset from one on where a frame begins; undefined when there is none. */
export function nextFrame(
  bytes: Buffer,
  from: number,
  version: SegmentVersion,
): number | undefined {
  for (let at = bytes.indexOf(FRAME_MAGIC, from); at >= 0; ) {
    if (frameAt(bytes, at, version) !== undefined) {
      return at;
    }
    at = bytes.indexOf(FRAME_MAGIC, at + 1);
  }
  return undefined;
}

/** How long the frame at an offset would be; undefined when not even that is there. */
export function announcedEnd(
  bytes: Buffer,
  at: number,
  version: SegmentVersion,
): number | undefined {
  const headerBytes = version === 1 ? OLD_FRAME_HEADER_BYTES : FRAME_HEADER_BYTES;
  if (at + headerBytes > bytes.length) {
    return undefined;
  }
  const directory = version === 1 ? 0 : bytes.readUInt32LE(at + OFFSETS.directoryLength);
  return at + headerBytes + bytes.readUInt32LE(at + OFFSETS.payloadLength) + directory;
}

/** Of what is in front of its own field, and of the directory. */
function headCrc(frame: Buffer, directory: Buffer): number {
  return crc32(directory, crc32(frame.subarray(0, OFFSETS.headCrc)));
}

function encodeDirectory(spans: readonly OperationSpan[]): Buffer {
  return Buffer.concat(
    spans.map(({ uuid, firstSeqNo, lastSeqNo, count }) => {
      const name = Buffer.from(uuid, 'utf8');
      const span = Buffer.alloc(SPAN_BYTES + name.length);
      span.writeUInt32LE(name.length, 0);
      span.writeUInt32LE(count, 4);
      span.writeUIntLE(firstSeqNo, 8, 6);
      span.writeUIntLE(lastSeqNo, 14, 6);
      name.copy(span, SPAN_BYTES);
      return span;
    }),
  );
}

/** As far as it is whole. */
function decodeDirectory(directory: Buffer): readonly OperationSpan[] {
  const spans: OperationSpan[] = [];
  for (let at = 0; at + SPAN_BYTES <= directory.length; ) {
    const end = at + SPAN_BYTES + directory.readUInt32LE(at);
    if (end > directory.length) {
      break;
    }
    spans.push({
      uuid: directory.toString('utf8', at + SPAN_BYTES, end),
      count: directory.readUInt32LE(at + 4),
      firstSeqNo: directory.readUIntLE(at + 8, 6),
      lastSeqNo: directory.readUIntLE(at + 14, 6),
    });
    at = end;
  }
  return spans;
}
