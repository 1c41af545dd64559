import { type FileHandle, mkdir, rm, truncate } from 'node:fs/promises';
import type { Logger } from 'pino';
import {
  createSegment,
  FileRoom,
  listGenerations,
  readRecords,
  readSegment,
  refusalOf,
  type SegmentRecords,
  segmentPath,
  writeAll,
} from './translog-files.ts';
import { FrameBuilder } from './translog-format.ts';
import type { PlacedRecord, TranslogRecord } from './translog-record.ts';
import type { DamagedPiece } from './translog-segment.ts';

/** A segment is closed at this size; it can be removed when all in it is in the engine. */
const SEGMENT_BYTES_MAX = 16 * 1024 * 1024;
/** Nor does an open segment grow beyond this while all in it is in the engine. */
const FLUSHED_BYTES_MAX = 4 * 1024 * 1024;
/** A frame larger than this is written and synced before the next one begins. */
const FRAME_BYTES_MAX = 4 * 1024 * 1024;

/** Larger room for a frame is not kept for the next one. */
const SPARE_BYTES_MAX = 2 * 1024 * 1024;

export interface TranslogOptions {
  readonly folder: string;
  readonly log: Logger;
  /** Called when operations after `lastSynced` could not be written: they never happened. */
  onRefused(lastSynced: number): void;
  /** Awaited before a segment is removed: the last chance to keep something that only it says. */
  beforeRemove(): Promise<void>;
}

/** A piece of the log that cannot be read. A file that is missing as a whole has no bytes. */
export interface TranslogDamage extends DamagedPiece {
  readonly path: string;
  /** Of the last operation before it. */
  readonly position: number;
}

/** Gets what the log has when it is opened, in order. */
export interface TranslogReader {
  /** Whoever wants to keep a record must decode and copy it. */
  replay(record: PlacedRecord, logged: Logged): void;
  damaged(damage: TranslogDamage): void;
}

interface Reading {
  readonly listener: TranslogReader;
  readonly room: FileRoom;
  /** Whether it is the newest segment. */
  readonly isLast: boolean;
}

/** An operation in the log. `position` counts operations; `generation` is the segment's number once written. */
export interface Logged {
  position: number;
  generation: number;
}

/** What is to be written next: operations, and the frames that hold them. */
interface Pending {
  readonly logged: Logged[];
  readonly frames: FrameBuilder[];
}

const nothingPending = (): Pending => ({ logged: [], frames: [] });

interface Waiter {
  readonly position: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface OpenSegment {
  readonly generation: number;
  readonly path: string;
  readonly file: FileHandle;
  /** All up to here is synced. */
  size: number;
}

/**
 * The durable log of operations that the engine may not have yet. Many requests share one sync: while one is under
 * way, what comes in waits for the next.
 */
export class Translog {
  readonly #folder: string;
  readonly #log: Logger;
  readonly #options: TranslogOptions;
  /** Operations by segment that are not in the engine yet. */
  readonly #unflushed = new Map<number, number>();
  /** Segments that were there when it was opened. */
  #found: readonly number[] = [];
  #segment: OpenSegment | undefined;
  /** The segment of a failed commit, until it is cut back to what was synced. */
  #torn: { readonly path: string; readonly size: number } | undefined;
  #lastGeneration = 0;
  #lastPosition = 0;
  #syncedPosition = 0;
  #pending = nothingPending();
  /** Of a frame that was written. */
  #spare: Buffer | undefined;
  #waiters: Waiter[] = [];
  #refusals = 0;
  #lastRefusal: Error | undefined;
  #committing: Promise<void> | undefined;
  #removing: Promise<void> = Promise.resolve();

  constructor(options: TranslogOptions) {
    this.#options = options;
    this.#folder = options.folder;
    this.#log = options.log;
  }

  /** All up to this position is on disk. */
  get syncedPosition(): number {
    return this.#syncedPosition;
  }

  /** Position of the newest operation, on disk or not. */
  get lastPosition(): number {
    return this.#lastPosition;
  }

  /** Number of the newest segment. */
  get generation(): number {
    return this.#lastGeneration;
  }

  /** How often something could not be written. */
  get refusals(): number {
    return this.#refusals;
  }

  /** Reads what is there, oldest first; a write that was cut off at the very end is removed. */
  async open(listener: TranslogReader): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const generations = await listGenerations(this.#folder);
    const room = new FileRoom();
    let expected = generations[0] ?? 1;
    for (const generation of generations) {
      for (; expected < generation; expected += 1) {
        // Segments are removed oldest first, so that one in between was lost.
        this.#damaged(listener, segmentPath(this.#folder, expected));
      }
      await this.#read(generation, { listener, room, isLast: generation === generations.at(-1) });
      expected = generation + 1;
    }
    this.#found = generations;
    this.#lastGeneration = generations.at(-1) ?? 0;
    this.#syncedPosition = this.#lastPosition;
  }

  /**
   * What `open` read, once more: the operations of some indices, by segment, for who cannot keep them all. They are there
   * until the next segment is asked for.
   */
  async *readAgain(uuids: ReadonlySet<string>): AsyncGenerator<SegmentRecords> {
    const room = new FileRoom();
    for (const generation of this.#found) {
      const path = segmentPath(this.#folder, generation);
      const isNeeded = () => (this.#unflushed.get(generation) ?? 0) > 0;
      yield { generation, records: await readRecords(path, { uuids, room, isNeeded }) };
    }
  }

  async #read(generation: number, { listener, room, isLast }: Reading): Promise<void> {
    const path = segmentPath(this.#folder, generation);
    let count = 0;
    for (const part of await readSegment(path, { isLast, log: this.#log, room })) {
      if ('offset' in part) {
        this.#damaged(listener, path, part);
        continue;
      }
      count += part.records.length;
      for (const record of part.records) {
        this.#lastPosition += 1;
        listener.replay(record, { position: this.#lastPosition, generation });
      }
    }
    this.#unflushed.set(generation, count);
  }

  #damaged(
    listener: TranslogReader,
    path: string,
    piece: DamagedPiece = { offset: 0, bytes: 0, lost: undefined },
  ): void {
    listener.damaged({ ...piece, path, position: this.#lastPosition });
  }

  /** Adds an operation; it is on disk only after `sync`. */
  append(record: TranslogRecord, logged: Logged): void {
    this.#lastPosition += 1;
    logged.position = this.#lastPosition;
    const { frames } = this.#pending;
    let frame = frames.at(-1);
    if (frame === undefined || frame.length >= FRAME_BYTES_MAX) {
      frame = new FrameBuilder(this.#spare);
      this.#spare = undefined;
      frames.push(frame);
    }
    frame.add(record);
    this.#pending.logged.push(logged);
  }

  /**
   * Resolves when all that was appended is on disk; rejects when it could not be written, or when something was
   * refused since `refusalsBefore` was read.
   */
  async sync(refusalsBefore = this.#refusals): Promise<void> {
    if (refusalsBefore !== this.#refusals) {
      throw this.#lastRefusal;
    }
    if (this.#pending.logged.length === 0 && this.#committing === undefined) {
      return;
    }
    const position = this.#lastPosition;
    await new Promise<void>((resolve, reject) => {
      this.#waiters.push({ position, resolve, reject });
      this.#committing ??= this.#commitAll();
    });
  }

  /** Says that these operations are in the engine, durably. Segments that are not needed any more are removed. */
  async release(flushed: readonly Logged[]): Promise<void> {
    const counts = new Map<number, number>();
    for (const { generation } of flushed) {
      counts.set(generation, (counts.get(generation) ?? 0) + 1);
    }
    await this.releaseCounts(counts);
  }

  /** The same of so many operations of each segment. */
  async releaseCounts(counts: ReadonlyMap<number, number>): Promise<void> {
    for (const [generation, count] of counts) {
      const before = this.#unflushed.get(generation);
      if (before !== undefined) {
        this.#unflushed.set(generation, before - count);
      }
    }
    await this.#removeFlushed();
  }

  /** The same of all that was there when it was opened, or it is told to be lost. */
  async releaseFound(): Promise<void> {
    for (const generation of this.#found.filter((one) => this.#unflushed.has(one))) {
      this.#unflushed.set(generation, 0);
    }
    await this.#removeFlushed();
  }

  /** Writes what is left and closes. When all is in the engine, nothing remains to be read at the next start. */
  async close(): Promise<void> {
    await this.sync();
    await this.#closeSegment();
    await this.#removeFlushed();
  }

  async #commitAll(): Promise<void> {
    while (this.#pending.logged.length > 0) {
      const batch = this.#pending;
      this.#pending = nothingPending();
      try {
        await this.#commit(batch);
        this.#resolveSynced();
      } catch (error) {
        await this.#refuse(error);
      }
    }
    this.#committing = undefined;
  }

  /** All or nothing: only when every frame is on disk does the segment count as longer. */
  async #commit({ logged, frames }: Pending): Promise<void> {
    await this.#cutBack();
    const segment = await this.#openSegment();
    let end = segment.size;
    for (const builder of frames) {
      const frame = builder.finish();
      await writeAll(segment.file, frame, end);
      // Before the next frame begins, so that only the last one can be cut off by a crash.
      await segment.file.datasync();
      end += frame.length;
      if (builder.room.length <= SPARE_BYTES_MAX) {
        this.#spare = builder.room;
      }
    }
    segment.size = end;
    const { generation } = segment;
    for (const one of logged) {
      one.generation = generation;
    }
    this.#unflushed.set(generation, (this.#unflushed.get(generation) ?? 0) + logged.length);
    this.#syncedPosition = logged.at(-1)?.position ?? this.#syncedPosition;
  }

  /** Removes what a failed commit may have left. Nothing is written before that has worked. */
  async #cutBack(): Promise<void> {
    if (this.#torn !== undefined) {
      await truncate(this.#torn.path, this.#torn.size);
      this.#torn = undefined;
    }
  }

  async #openSegment(): Promise<OpenSegment> {
    if (this.#segment !== undefined && this.#segment.size < SEGMENT_BYTES_MAX) {
      return this.#segment;
    }
    await this.#closeSegment();
    const generation = this.#lastGeneration + 1;
    const path = segmentPath(this.#folder, generation);
    const { file, size } = await createSegment(path);
    this.#lastGeneration = generation;
    this.#unflushed.set(generation, 0);
    this.#segment = { generation, path, file, size };
    return this.#segment;
  }

  async #closeSegment(): Promise<void> {
    const segment = this.#segment;
    this.#segment = undefined;
    await segment?.file.close();
  }

  /** Takes back everything that is not on disk: later operations were decided on top of it. */
  async #refuse(error: unknown): Promise<void> {
    const lastSynced = this.#syncedPosition;
    this.#pending = nothingPending();
    this.#log.error({ error: error }, 'translog could not be written; writes are refused');
    try {
      this.#torn = this.#segment;
      await this.#closeSegment();
      await this.#cutBack();
    } catch (cutError) {
      this.#log.error({ error: cutError }, 'translog could not be cut back; trying again later');
    }
    this.#options.onRefused(lastSynced);
    const refusal = refusalOf(error);
    this.#refusals += 1;
    this.#lastRefusal = refusal;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) {
      waiter.reject(refusal);
    }
  }

  #resolveSynced(): void {
    const done = this.#waiters.filter(({ position }) => position <= this.#syncedPosition);
    this.#waiters = this.#waiters.filter(({ position }) => position > this.#syncedPosition);
    for (const { resolve } of done) {
      resolve();
    }
  }

  /** One at a time. What cannot be removed now is removed later, or read in vain at the next start. */
  #removeFlushed(): Promise<void> {
    this.#removing = this.#removing
      .then(() => this.#removeOldest())
      .catch((error: unknown) => {
        this.#log.warn({ error: error }, 'old part of the translog could not be removed');
      });
    return this.#removing;
  }

  /** From the oldest on, so that what is left has no gaps. */
  async #removeOldest(): Promise<void> {
    for (const [generation, count] of [...this.#unflushed].sort(([a], [b]) => a - b)) {
      const isOpen = generation === this.#segment?.generation;
      if (count > 0 || (isOpen && !this.#isWorthClosing())) {
        return;
      }
      if (isOpen) {
        await this.#closeSegment();
      }
      await this.#options.beforeRemove();
      this.#unflushed.delete(generation);
      await rm(segmentPath(this.#folder, generation), { force: true });
    }
  }

  /** When all is in the engine and nothing is being written, a long segment would only be read in vain. */
  #isWorthClosing(): boolean {
    const { size = 0 } = this.#segment ?? {};
    return size >= FLUSHED_BYTES_MAX && this.#committing === undefined;
  }
}
