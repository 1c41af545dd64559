import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '@longshore/common/errors';
import type { Json, JsonObject } from '@longshore/common/json';
import { decodeLine, encodeLine, isWholeLine } from './state-lines.ts';

/** The journal is folded into a snapshot when it gets longer. */
const JOURNAL_BYTES_MAX = 16 * 1024 * 1024;

interface Change {
  readonly put?: JsonObject;
  readonly remove?: readonly string[];
}

/**
 * Values by key that survive a crash: a snapshot, and a journal of changes with one line each, of JSON with a checksum. Changes made
 * between two `sync` calls are written as one line, so they are there together or not at all.
 */
export class StateStore {
  private readonly folder: string;
  private readonly values: Map<string, Json>;
  private readonly journal: FileHandle;
  private journalBytes: number;
  /** Changes since the start. */
  version = 0;
  /** Changed and not yet written; `undefined` is a removal. */
  private changed = new Map<string, Json | undefined>();
  private writing: Promise<void> | undefined;

  private constructor(
    folder: string,
    values: Map<string, Json>,
    journal: FileHandle,
    bytes: number,
  ) {
    this.folder = folder;
    this.values = values;
    this.journal = journal;
    this.journalBytes = bytes;
  }

  /** Reads what is there; an unfinished last line of the journal is what a crash leaves, and is dropped. */
  static async open(folder: string): Promise<StateStore> {
    await mkdir(folder, { recursive: true });
    const values = new Map<string, Json>();
    const snapshotPath = join(folder, 'snapshot.json');
    const snapshot = await readIfThere(snapshotPath);
    if (snapshot !== undefined) {
      const place = { path: snapshotPath, offset: 0 };
      apply(values, { put: decodeLine(snapshot.trimEnd(), place) as JsonObject });
    }
    const journalPath = join(folder, 'journal.ndjson');
    const text = (await readIfThere(journalPath)) ?? '';
    const lines = wholeLines(text);
    let bytes = 0;
    for (const line of lines) {
      apply(values, decodeLine(line, { path: journalPath, offset: bytes }) as Change);
      bytes += Buffer.byteLength(line) + 1;
    }
    const journal = await open(journalPath, 'a');
    await journal.truncate(bytes);
    await syncFolder(folder);
    return new StateStore(folder, values, journal, bytes);
  }

  entries(prefix: string): readonly (readonly [string, Json])[] {
    return [...this.values].filter(([key]) => key.startsWith(prefix));
  }

  get(key: string): Json | undefined {
    return this.values.get(key);
  }

  put(key: string, value: Json): void {
    this.version += 1;
    this.values.set(key, value);
    this.changed.set(key, value);
  }

  remove(key: string): void {
    this.version += 1;
    this.values.delete(key);
    this.changed.set(key, undefined);
  }

  /** Resolves when every change made before is on disk; at once when there is none. */
  async sync(): Promise<void> {
    while (this.writing) {
      await this.writing.catch(() => undefined); // Whoever started that write gets its error; here it is tried again.
    }
    if (this.changed.size === 0) {
      return;
    }
    this.writing = this.write();
    try {
      await this.writing;
    } finally {
      this.writing = undefined;
    }
  }

  async close(): Promise<void> {
    await this.sync();
    await this.journal.close();
  }

  private async write(): Promise<void> {
    const changed = this.changed;
    this.changed = new Map();
    const line = encodeLine(toChange(changed));
    try {
      await this.journal.appendFile(line);
      await this.journal.datasync();
    } catch (cause) {
      // Later changes of the same keys win over the ones that could not be written.
      this.changed = new Map([...changed, ...this.changed]);
      await this.journal.truncate(this.journalBytes);
      throw errors.unavailable('the state of the indices could not be written to disk', cause);
    }
    this.journalBytes += line.length;
    if (this.journalBytes > JOURNAL_BYTES_MAX) {
      await this.fold();
    }
  }

  /** A crash between the two steps does no harm: the journal says again what the snapshot says. */
  private async fold(): Promise<void> {
    const path = join(this.folder, 'snapshot.json');
    // What changed during the write is already among the values: it is written a little early, and again by its own
    // line. A removal likewise.
    const whole = encodeLine(Object.fromEntries(this.values));
    const file = await open(`${path}.tmp`, 'w');
    try {
      await file.writeFile(whole);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.tmp`, path);
    await syncFolder(this.folder);
    await this.journal.truncate(0);
    await this.journal.datasync();
    this.journalBytes = 0;
  }
}

function toChange(changed: ReadonlyMap<string, Json | undefined>): Change {
  const put = [...changed].filter((entry): entry is [string, Json] => entry[1] !== undefined);
  const remove = [...changed].filter(([, value]) => value === undefined).map(([key]) => key);
  return { put: Object.fromEntries(put), remove };
}

function apply(values: Map<string, Json>, change: Change): void {
  for (const key of change.remove ?? []) {
    values.delete(key);
  }
  for (const [key, value] of Object.entries(change.put ?? {})) {
    values.set(key, value);
  }
}

/** The lines of a journal, without a last one that a crash cut off: it was never said to be on disk. */
function wholeLines(text: string): readonly string[] {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  // Of pages that a power cut left out there are only zeros, which no JSON has.
  const isCutOff = lines.at(-1)?.includes('\u0000') === true;
  const whole = isCutOff ? lines.slice(0, -1) : lines;
  return isWholeLine(rest.slice(0, -1)) ? [...whole, rest.slice(0, -1)] : whole;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
