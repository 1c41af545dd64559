import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A part that the engine put aside, since its files are damaged or do not fit the others. */
export interface DetachedPart {
  /** Qualified, as in statements. */
  readonly table: string;
  /** With the reason in front: `broken-on-start_20261128_1_1_0`. */
  readonly name: string;
  readonly path: string;
}

const DATABASE = 'ls';
const FOLDER = 'detached';
/** The engine also keeps aside what it was told to detach, and what it will load again. */
const LOSS = /^(?:broken|covered-by-broken|unexpected)/;

/**
 * Parts whose documents are missing. Read from the folders: the engine's own table of them takes memory that it may not
 * have when it has just been started.
 */
export async function listDetachedParts(dataPath: string): Promise<readonly DetachedPart[]> {
  const tables = join(dataPath, 'store', 'engine', 'data', DATABASE);
  const found: DetachedPart[] = [];
  for (const table of await namesIn(tables)) {
    const folder = join(tables, table, FOLDER);
    for (const name of await namesIn(folder)) {
      if (LOSS.test(name)) {
        found.push({ table: `${DATABASE}.${table}`, name, path: join(folder, name) });
      }
    }
  }
  return found;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Not made yet, or dropped in this moment: nothing is put aside there.
    return [];
  }
}
