import { type FileHandle, open, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { decodeSegment, encodeSegmentHeader, type TranslogRecord } from './translog-format.ts';

const SEGMENT_NAME = /^translog-(\d{10})\.log$/;

/** The file of a segment. */
export function segmentPath(folder: string, generation: number): string {
  return join(folder, `translog-${String(generation).padStart(10, '0')}.log`);
}

/** Generations of the segments that are there, oldest first. One that is missing in between is an error. */
export async function listGenerations(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder);
  const generations = names
    .flatMap((name) => SEGMENT_NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  for (const [i, generation] of generations.entries()) {
    const expected = (generations[0] ?? 0) + i;
    if (generation !== expected) {
      throw new Error(
        `the translog is damaged: ${segmentPath(folder, expected)} is missing. Restore it, or move the older files away and lose the documents in them that were not refreshed yet`,
      );
    }
  }
  return generations;
}

/** The operations of a segment. A write that was cut off at the end of the last one is removed. */
export async function readSegment(
  path: string,
  { isLast, log }: { readonly isLast: boolean; readonly log: Logger },
): Promise<readonly TranslogRecord[]> {
  const bytes = await readFile(path);
  const { records, badAt, isDamaged } = decodeSegment(bytes);
  if (badAt === undefined) {
    return records;
  }
  if (isDamaged || !isLast) {
    throw new Error(
      `the translog is damaged: ${path} has bad bytes at offset ${badAt} of ${bytes.length}. The disk or something else changed it. Restore the file, or move it away and lose the documents in it that were not refreshed yet`,
    );
  }
  log.warn(
    { path, offset: badAt, bytes: bytes.length - badAt },
    'removed the end of the translog, a write that was cut off and never acknowledged',
  );
  await truncate(path, badAt);
  return records;
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
