import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { column, join as joinSql, print, raw, type Sql, sql, string } from '../sql/sql.ts';
import type { InsertBlock, NativeRows } from './engine.ts';

/** The engine takes these for patterns of names, wherever they are in a path. */
const GLOB = /[*?{}]/;

/**
 * The files that rows go to the engine through: it reads binary formats from files only. They live as long as their
 * insert and are never synced, so that most of them never reach the disk.
 */
export class InsertFiles {
  readonly #wanted: string;
  #folder: string;
  #last = 0;

  constructor(folder: string) {
    this.#wanted = folder;
    this.#folder = folder;
  }

  /** Makes the folder; what a store that was killed left there is removed. */
  async open(): Promise<void> {
    if (GLOB.test(this.#wanted)) {
      this.#folder = await mkdtemp(join(tmpdir(), 'longshore-inserts-'));
      return;
    }
    await rm(this.#wanted, { recursive: true, force: true });
    await mkdir(this.#wanted, { recursive: true, mode: 0o700 });
  }

  /** Writes a block; gives the path, which is the caller's to remove. */
  async write({ pieces }: NativeRows): Promise<string> {
    this.#last += 1;
    // Never the same name twice: the engine remembers what was in a file for a second.
    const path = join(this.#folder, `${this.#last}.native`);
    const file = await open(path, 'wx', 0o600);
    try {
      const total = pieces.reduce((sum, { length }) => sum + length, 0);
      const { bytesWritten } = await file.writev([...pieces]);
      if (bytesWritten < total) {
        throw Object.assign(new Error('the disk took only a part of an insert'), {
          code: 'ENOSPC',
        });
      }
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return path;
  }
}

/** The statement that inserts what is in a file. */
export function insertFrom(path: string, { table, rows }: InsertBlock): Sql {
  const names = joinSql(
    rows.columns.map(({ name }) => column(name)),
    ', ',
  );
  const structure = joinSql(
    rows.columns.map(({ name, type }) => sql`${column(name)} ${raw(type)}`),
    ', ',
  );
  const file = sql`file(${string(path)}, 'Native', ${string(print(structure))})`;
  return sql`INSERT INTO ${raw(table)} (${names}) SELECT ${names} FROM ${file}`;
}
