import {
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  truncate,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { encodeSegmentHeader } from './translog-format.ts';
import type { TranslogRecord } from './translog-record.ts';
import { decodeSegment, type SegmentPart } from './translog-segment.ts';

/** Below the segments' folder: copies of those that were found damaged. */
const DAMAGED_FOLDER = 'damaged';
const SEGMENT_NAME = /^translog-(\d{10})\.log$/;

/** Operations of a segment. */
export interface SegmentRecords {
  readonly generation: number;
  readonly records: readonly TranslogRecord[];
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
 * and is damage. A damaged segment is kept aside.
 */
export async function readSegment(
  path: string,
  { isLast, log }: { readonly isLast: boolean; readonly log: Logger },
): Promise<readonly SegmentPart[]> {
  const bytes = await readFile(path);
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
 * Operations of some indices in a segment that was read before, without what is damaged in it. Their sources are views
 * of the segment, all of which stays in memory with any of them.
 */
export async function readRecords(
  path: string,
  uuids: ReadonlySet<string>,
): Promise<readonly TranslogRecord[]> {
  const { parts } = decodeSegment(await readFile(path), uuids);
  return parts.flatMap((part) => ('records' in part ? part.records : []));
}

/** So that it can be looked at, and perhaps mended, after the segment was removed. */
async function keepAside(path: string): Promise<void> {
  const folder = join(dirname(path), DAMAGED_FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await copyFile(path, join(folder, basename(path)));
}

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
