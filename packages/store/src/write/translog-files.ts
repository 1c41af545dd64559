import {
  constants,
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rm,
  truncate,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errors } from '@longshore/common/errors';
import type { Logger } from 'pino';
import { encodeSegmentHeader } from './translog-format.ts';
import type { PlacedRecord } from './translog-record.ts';
import { decodeSegment, type SegmentPart } from './translog-segment.ts';

/** Below the segments' folder: copies of those that were found damaged. */
const DAMAGED_FOLDER = 'damaged';
const SEGMENT_NAME = /^translog-(\d{10})\.log$/;

/** Operations of a segment. */
export interface SegmentRecords {
  readonly generation: number;
  readonly records: readonly PlacedRecord[];
}

/** The file of a segment. */
export function segmentPath(folder: string, generation: number): string {
  return join(folder, `translog-${String(generation).padStart(10, '0')}.log`);
}

/** Generations of the segments that are there, oldest first. */
export async function listGenerations(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder);
  return names
    .flatMap((name) => SEGMENT_NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/**
 * What a segment holds. A write that was cut off at the end of the last one is removed; anywhere else it was whole once,
 * and is damage. A damaged segment is kept aside. Operations stand in the room.
 */
export async function readSegment(
  path: string,
  {
    isLast,
    log,
    room,
  }: { readonly isLast: boolean; readonly log: Logger; readonly room: FileRoom },
): Promise<readonly SegmentPart[]> {
  const bytes = await room.read(path);
  const { parts, cutOffAt, isNewer } = decodeSegment(bytes);
  if (isNewer) {
    throw new Error(
      `the translog file ${path} was written by a later version of the store: start that one again`,
    );
  }
  const cutOff = cutOffAt === undefined ? 0 : bytes.length - cutOffAt;
  const all =
    isLast || cutOff === 0
      ? parts
      : [...parts, { offset: bytes.length - cutOff, bytes: cutOff, lost: undefined }];
  if (all.some((part) => 'offset' in part)) {
    await keepAside(path);
  }
  if (isLast && cutOffAt !== undefined) {
    log.warn(
      { path, offset: cutOffAt, bytes: cutOff },
      'removed the end of the translog, a write that was cut off and never acknowledged',
    );
    await truncate(path, cutOffAt);
  }
  return all;
}

/**
 * Operations of some indices in a segment that was read before, without what is damaged in it. A segment of which the
 * engine has all may be removed at any time: it has none.
 */
export async function readRecords(
  path: string,
  how: {
    readonly uuids: ReadonlySet<string>;
    readonly room: FileRoom;
    isNeeded(): boolean;
  },
): Promise<readonly PlacedRecord[]> {
  if (!how.isNeeded()) {
    return [];
  }
  try {
    const { parts } = decodeSegment(await how.room.read(path), how.uuids);
    if (parts.some((part) => 'offset' in part)) {
      await keepAside(path, constants.COPYFILE_EXCL);
    }
    return parts.flatMap((part) => ('records' in part ? part.records : []));
  } catch (error) {
    if (how.isNeeded()) {
      throw error;
    }
    return [];
  }
}

/**
 * Reads files one after the other into the same room, since new room of many megabytes for each costs the collector
 * more than reading does. What was read is there until the next is.
 */
export class FileRoom {
  #bytes = Buffer.alloc(0);

  async read(path: string): Promise<Buffer> {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > this.#bytes.length) {
        this.#bytes = Buffer.allocUnsafeSlow(size);
      }
      let length = 0;
      for (let bytesRead = -1; bytesRead !== 0 && length < size; length += bytesRead) {
        ({ bytesRead } = await file.read(this.#bytes, length, size - length, length));
      }
      return this.#bytes.subarray(0, length);
    } finally {
      await file.close();
    }
  }
}

/** So that it can be looked at, and perhaps mended, after the segment was removed. */
async function keepAside(path: string, mode = 0): Promise<void> {
  const folder = join(dirname(path), DAMAGED_FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await copyFile(path, join(folder, basename(path)), mode).catch((error: unknown) => {
    // There is a copy already, from when it was less damaged.
    if (!isExisting(error)) {
      throw error;
    }
  });
}

const isExisting = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** A new segment with its header, durably. */
export async function createSegment(
  path: string,
): Promise<{ readonly file: FileHandle; readonly size: number }> {
  const file = await open(path, 'w', 0o600);
  const header = encodeSegmentHeader();
  try {
    await writeAll(file, header, 0);
    await file.datasync();
    await syncFolder(dirname(path));
    return { file, size: header.length };
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

/** Writes all of it: a single write may write less. */
export async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Makes a new file's name durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What requests are told of a write that failed. */
export function refusalOf(error: unknown): Error {
  const { code } = error as { code?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? errors.diskFull(
        'the disk of [path.data] is full: nothing of this request was stored; free space or delete old indices',
        error,
      )
    : errors.unavailable(
        'the translog could not be written; nothing of this request was stored',
        error,
      );
}
