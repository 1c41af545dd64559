import {
  announcedEnd,
  type Frame,
  frameAt,
  nextFrame,
  type OperationSpan,
  readSegmentHeader,
  SEGMENT_HEADER_BYTES,
  type SegmentVersion,
  salvageFrame,
} from './translog-format.ts';
import type { PlacedRecord } from './translog-record.ts';

/** What a disk writes at once; a piece of this size that never came is all zeros. */
const SECTOR_BYTES = 512;

/** A piece of a segment that cannot be read. */
export interface DamagedPiece {
  readonly offset: number;
  readonly bytes: number;
  /** Operations that were in it; undefined when not even that can be read. */
  readonly lost: readonly OperationSpan[] | undefined;
}

/** Operations and damage of a segment, in their order. */
export type SegmentPart = { readonly records: readonly PlacedRecord[] } | DamagedPiece;

export interface DecodedSegment {
  readonly parts: readonly SegmentPart[];
  /** Where a write begins that was cut off and never acknowledged; undefined when there is none. */
  readonly cutOffAt: number | undefined;
  /** Written by a store of a later version: nothing of it was read. */
  readonly isNewer: boolean;
}

/**
 * Reads a segment; never throws for its content, and never leaves out anything without saying so, but for operations of
 * other indices than `uuids`, when they are given.
 */
export function decodeSegment(bytes: Buffer, uuids?: ReadonlySet<string>): DecodedSegment {
  if (bytes.length < SEGMENT_HEADER_BYTES || isUnwritten(bytes, 0, bytes.length)) {
    return { parts: [], cutOffAt: 0, isNewer: false };
  }
  const header = readSegmentHeader(bytes);
  if (header === 'newer') {
    return { parts: [], cutOffAt: undefined, isNewer: true };
  }
  const parts: SegmentPart[] = [];
  if (header === undefined) {
    parts.push({ offset: 0, bytes: SEGMENT_HEADER_BYTES, lost: [] });
  }
  return { ...readFrames(bytes, { version: header ?? 2, parts, uuids }), isNewer: false };
}

function readFrames(
  bytes: Buffer,
  {
    version,
    parts,
    uuids,
  }: {
    readonly version: SegmentVersion;
    readonly parts: SegmentPart[];
    readonly uuids: ReadonlySet<string> | undefined;
  },
) {
  let at = SEGMENT_HEADER_BYTES;
  while (at < bytes.length) {
    const frame = frameAt(bytes, at, version, uuids);
    if (frame !== undefined) {
      parts.push(partOf(frame, at));
      at = frame.end;
      continue;
    }
    const next = nextFrame(bytes, at + 1, version);
    const end = next ?? bytes.length;
    const salvaged = version === 1 ? undefined : salvageFrame(bytes.subarray(0, end), at);
    if (salvaged !== undefined) {
      const records = salvaged.filter(({ uuid }) => uuids?.has(uuid) ?? true);
      parts.push({ offset: at, bytes: end - at, lost: [] }, { records });
      at = end;
      continue;
    }
    if (next === undefined && isCutOff(bytes, at, version)) {
      return { parts, cutOffAt: at };
    }
    parts.push({ offset: at, bytes: end - at, lost: undefined });
    at = end;
  }
  const last = parts.at(-1);
  const isTorn =
    last !== undefined && 'offset' in last && hasUnwritten(bytes, last.offset, bytes.length);
  return isTorn
    ? { parts: parts.slice(0, -1), cutOffAt: last.offset }
    : { parts, cutOffAt: undefined };
}

function partOf({ records, spans, end }: Frame, at: number): SegmentPart {
  return records === undefined ? { offset: at, bytes: end - at, lost: spans } : { records };
}

/**
 * Whether the bytes from here to the end are a write that did not come to its end: they stop before the frame does, or
 * a sector in them was never written. Anything else was whole once, and acknowledged.
 */
function isCutOff(bytes: Buffer, at: number, version: SegmentVersion): boolean {
  const end = announcedEnd(bytes, at, version);
  return end === undefined || end > bytes.length || hasUnwritten(bytes, at, bytes.length);
}

function hasUnwritten(bytes: Buffer, from: number, to: number): boolean {
  for (let start = from; start < to; ) {
    const end = Math.min(to, (Math.floor(start / SECTOR_BYTES) + 1) * SECTOR_BYTES);
    if (isUnwritten(bytes, start, end)) {
      return true;
    }
    start = end;
  }
  return false;
}

function isUnwritten(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    if (bytes[at] !== 0) {
      return false;
    }
  }
  return true;
}
