import { open, readFile, rename } from 'node:fs/promises';
import { isObject } from '@longshore/common/json';

/**
 * Reads the next sequence number of each index, by uuid. The translog and the engine know those of what they have;
 * this file knows those of deletes, which leave no row, when their part of the translog is gone.
 */
export async function readCheckpoint(path: string): Promise<ReadonlyMap<string, number>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return new Map();
    }
    throw error;
  }
  const content: unknown = JSON.parse(text);
  const entries = isObject(content) ? Object.entries(content) : [];
  return new Map(
    entries.flatMap(([uuid, next]) => (typeof next === 'number' ? [[uuid, next]] : [])),
  );
}

/** Replaces the file as a whole: a crash leaves the old one or the new one. */
export async function writeCheckpoint(
  path: string,
  nextSeqNos: ReadonlyMap<string, number>,
): Promise<void> {
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(Object.fromEntries(nextSeqNos)));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
