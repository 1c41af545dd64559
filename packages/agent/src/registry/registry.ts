import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isObject } from '@longshore/common/json';
import type { Logger } from 'pino';
import { RepeatedLog } from '../outputs/repeated-log.ts';

/** How far a log file has been delivered. */
export interface FileState {
  /** Where it was when we last saw it; a rotated file has moved on. */
  readonly path: string;
  /** Container that the file belongs to. */
  readonly container: string;
  /** Everything before this byte was delivered. */
  readonly offset: number;
  /** Hash of the first `headBytes` bytes: another file with the same inode has another. */
  readonly head?: string;
  readonly headBytes?: number;
}

const OPERATIONS_FILE = 'log.json';
const CHECKPOINT_FILE = 'checkpoint.json';
const CHECKPOINT_AFTER_BYTES = 10 * 1024 * 1024;
const FLUSH_MS = 1_000;
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const REGISTRY_STUCK =
  'registry cannot be written: after a restart, lines that are delivered from now on are sent again';

/**
 * Remembers how far files have been delivered. Changes are appended to a log of operations once a second, which is
 * replaced by a checkpoint when it has grown. The log is not synced: after a power cut older offsets only mean that
 * lines are sent twice.
 */
export class Registry {
  private readonly folder: string;
  private readonly log: Logger;
  private readonly states = new Map<string, FileState>();
  private readonly changed = new Set<string>();
  private operations: FileHandle | undefined;
  private operationsBytes = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private hasFailed = false;
  /** The log may end in a part of a line: after a crash, or when the disk was full. */
  private isTorn = false;
  private readonly repeated: RepeatedLog;

  constructor(folder: string, log: Logger) {
    this.folder = folder;
    this.log = log;
    this.repeated = new RepeatedLog(log);
  }

  /** Reads what was remembered, and begins to write changes. */
  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: FOLDER_MODE });
    this.load(await this.read(CHECKPOINT_FILE));
    const operations = await this.read(OPERATIONS_FILE);
    this.load(operations);
    this.operations = await open(join(this.folder, OPERATIONS_FILE), 'a', FILE_MODE);
    this.operationsBytes = Buffer.byteLength(operations);
    this.isTorn = operations !== '' && !operations.endsWith('\n');
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
  }

  get(key: string): FileState | undefined {
    return this.states.get(key);
  }

  /** True when a file of this container is remembered. */
  hasContainer(container: string): boolean {
    for (const state of this.states.values()) {
      if (state.container === container) {
        return true;
      }
    }
    return false;
  }

  entries(): IterableIterator<[string, FileState]> {
    return this.states.entries();
  }

  set(key: string, state: FileState): void {
    this.states.set(key, state);
    this.changed.add(key);
  }

  remove(key: string): void {
    if (this.states.delete(key)) {
      this.changed.add(key);
    }
  }

  /** Writes what changed; a failure is logged, and the changes are tried again. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** Writes the last changes and closes the files. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    if (this.operations) {
      await this.flush();
      await this.operations.close();
      this.operations = undefined;
    }
  }

  private async write(): Promise<void> {
    if (!this.operations || this.changed.size === 0) {
      return;
    }
    const keys = [...this.changed];
    this.changed.clear();
    const operations = keys.map((key) => `${operation(key, this.states.get(key))}\n`).join('');
    // An operation behind a torn line would be torn, too.
    const lines = this.isTorn ? `\n${operations}` : operations;
    try {
      this.isTorn = true;
      await this.operations.appendFile(lines);
      this.isTorn = false;
      this.operationsBytes += Buffer.byteLength(lines);
      if (this.operationsBytes >= CHECKPOINT_AFTER_BYTES) {
        await this.checkpoint();
      }
      if (this.hasFailed) {
        this.hasFailed = false;
        this.log.info({ path: this.folder }, 'registry can be written again');
      }
    } catch (error) {
      for (const key of keys) {
        this.changed.add(key);
      }
      this.hasFailed = true;
      this.repeated.write('error', REGISTRY_STUCK, {
        path: this.folder,
        'error.message': error instanceof Error ? error.message : String(error),
      });
    }
  }

  /** All states in one new file; only when it is safe on disk are the operations forgotten. */
  private async checkpoint(): Promise<void> {
    const path = join(this.folder, CHECKPOINT_FILE);
    const lines = [...this.states].map(([key, state]) => `${operation(key, state)}\n`).join('');
    await writeDurably(path, lines);
    await this.operations?.truncate(0);
    this.operationsBytes = 0;
  }

  private async read(name: string): Promise<string> {
    try {
      return await readFile(join(this.folder, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return '';
      }
      throw error;
    }
  }

  private load(text: string): void {
    for (const line of text.split('\n')) {
      const read = parseOperation(line);
      if (read?.state) {
        this.states.set(read.key, read.state);
      } else if (read) {
        this.states.delete(read.key);
      }
    }
  }
}

function operation(key: string, state: FileState | undefined): string {
  return JSON.stringify(state ? { op: 'set', k: key, v: state } : { op: 'remove', k: key });
}

/** `undefined` for a line that was torn by a crash. */
function parseOperation(line: string): { key: string; state?: FileState } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Torn, or empty: older operations on this key still hold, and older means that lines are sent twice.
    return undefined;
  }
  if (!isObject(value) || typeof value.k !== 'string') {
    return undefined;
  }
  if (value.op === 'remove') {
    return { key: value.k };
  }
  const state = parseState(value.v);
  return state && { key: value.k, state };
}

function parseState(value: unknown): FileState | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { path, container, offset, head, headBytes } = value;
  if (typeof path !== 'string' || typeof container !== 'string' || typeof offset !== 'number') {
    return undefined;
  }
  return {
    path,
    container,
    offset,
    ...(typeof head === 'string' && typeof headBytes === 'number' ? { head, headBytes } : {}),
  };
}

/** Replaces a file so that after a crash it is either the old or the new one, whole. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', FILE_MODE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
