import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Counters } from '../../publisher/counters.ts';
import type { Lane } from '../../publisher/lane.ts';
import type { Registry } from '../../registry/registry.ts';
import { decodeJsonFileLine, emptyEntry } from './json-file.ts';
import { LineJoiner } from './line-joiner.ts';
import { LogFile } from './log-file.ts';
import { openChain } from './rotated-files.ts';

export interface ContainerLogOptions {
  readonly id: string;
  readonly path: string;
  readonly lane: Lane;
  readonly registry: Registry;
  readonly counters: Counters['logs'];
  /** Most bytes that are read of files which were there before the agent first ran. */
  readonly backlogMaxBytes: number;
  /** Beginning of every event, for a file of this path. */
  readonly prefix: (path: string) => Buffer;
}

/** Files of one container that wait to be read to their end; more means that it rotates faster than we deliver. */
const FILES_MAX = 64;
const LINE_FEED = 0x0a;
const entry = emptyEntry();

/** What a read of a chunk found. */
export type ReadResult = 'more' | 'end' | 'line-too-long-for-buffer';

/** Reads the log of one container through its rotations, from where the registry says. */
export class ContainerLog {
  readonly id: string;
  readonly path: string;
  /** True when there is something to read. */
  isReady = false;
  /** True when the container's folder is gone and everything in its files has been read. */
  isFinished = false;
  /** When the log last grew. */
  grewMs = 0;
  private readonly options: ContainerLogOptions;
  private readonly joiner: LineJoiner;
  private isGone = false;
  /** True when the registry knew this container before we looked. */
  private readonly isKnown: boolean;
  /** Oldest first; all but the last have been rotated away. */
  private files: LogFile[] = [];

  constructor(options: ContainerLogOptions) {
    this.options = options;
    this.id = options.id;
    this.path = options.path;
    this.joiner = new LineJoiner(options.lane, options.counters);
    this.isKnown = options.registry.hasContainer(options.id);
  }

  get isOpen(): boolean {
    return this.files.length > 0;
  }

  /** Looks whether the file grew, was rotated, cut or deleted; cheap when nothing happened. */
  poll(nowMs: number): void {
    const last = this.files.at(-1);
    const stat = statSync(this.path, { bigint: true, throwIfNoEntry: false });
    if (!stat) {
      this.noteMissing();
    } else if (!last || last.identity !== `${stat.dev}-${stat.ino}`) {
      this.openNewer(last);
      this.isReady = this.files.length > 0;
    } else if (Number(stat.size) < last.readOffset) {
      this.restart(last);
      this.isReady = true;
    } else if (Number(stat.size) > last.readOffset || this.files.length > 1) {
      this.isReady = true;
    } else if (this.joiner.hasPending) {
      this.refreshPrefix(last);
      this.joiner.flush(nowMs, false);
    }
  }

  /** Reads one chunk and writes its events; stops early when the queue is full. */
  async readChunk(buffer: Buffer, nowMs: number): Promise<ReadResult> {
    const file = this.files[0];
    if (!file) {
      this.isReady = false;
      this.isFinished = this.isGone;
      return 'end';
    }
    const bytesRead = await file.read(buffer);
    if (file !== this.files[0]) {
      // It was cut while we read.
      return 'more';
    }
    if (bytesRead === 0) {
      return this.atEnd(file, nowMs);
    }
    this.grewMs = nowMs;
    this.refreshPrefix(file);
    const consumed = this.consume(file, buffer.subarray(0, bytesRead), nowMs);
    this.options.counters.readBytes += consumed;
    if (consumed > 0 || this.options.lane.isFull) {
      return 'more';
    }
    if (file.isSkippingLine) {
      file.readOffset += bytesRead;
      return 'more';
    }
    // An unfinished line: the engine is writing it, or the buffer is too short for it.
    return bytesRead === buffer.length ? 'line-too-long-for-buffer' : this.atEnd(file, nowMs);
  }

  /** The line at the place of reading is longer than these bytes, and so than any buffer of ours: passes over it. */
  skipLine(bytes: number): void {
    const file = this.files[0];
    if (file) {
      this.options.counters.cut++;
      file.readOffset += bytes;
      file.isSkippingLine = true;
    }
  }

  /** True when files that no name leads to any more wait to be read. */
  get isDeleted(): boolean {
    return this.isGone && this.isOpen;
  }

  /** Gives up what was not read of deleted files, so that their space on the disk is free again. */
  abandon(): void {
    for (const file of this.files) {
      this.options.counters.skippedBytes += Math.max(0, file.size() - file.readOffset);
      file.isDeleted = true;
    }
    this.close();
    this.isReady = false;
    this.isFinished = true;
  }

  close(): void {
    for (const file of this.files) {
      file.close();
    }
    this.files = [];
  }

  private consume(file: LogFile, chunk: Buffer, nowMs: number): number {
    const { lane, counters } = this.options;
    const chunkOffset = file.readOffset;
    let start = 0;
    while (!lane.isFull) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end === -1) {
        break;
      }
      file.readOffset = chunkOffset + end + 1;
      if (file.isSkippingLine) {
        file.isSkippingLine = false;
      } else if (decodeJsonFileLine(chunk, start, end, entry)) {
        this.joiner.add(entry, { file, offset: chunkOffset + start, nowMs });
      } else if (end > start) {
        counters.undecodable++;
      }
      start = end + 1;
    }
    return start;
  }

  /** Everything that is there now has been read. */
  private atEnd(file: LogFile, nowMs: number): ReadResult {
    const isOver = this.files.length > 1 || this.isGone;
    if (!isOver) {
      this.isReady = false;
    } else {
      // The file gets no more lines. A line that was split goes on in the next file, if there is one.
      if (this.files.length === 1) {
        this.joiner.flush(nowMs, true);
      }
      file.isDeleted = this.isGone;
      this.files.shift();
      file.close();
    }
    // Nothing is on its way: what was passed over since the last event is done too.
    if (file.markedOffset === file.ackedOffset && this.joiner.safeOffset(file) > file.ackedOffset) {
      file.markedOffset = this.joiner.safeOffset(file);
      file.acknowledge(file.markedOffset);
    } else if (file.isDeleted && file.ackedOffset >= file.readOffset) {
      file.forget();
    }
    return 'end';
  }

  private noteMissing(): void {
    // Between rename and creation of the next file there is none for a moment.
    if (!statSync(dirname(this.path), { throwIfNoEntry: false })) {
      this.isGone = true;
      this.isReady = true;
    }
  }

  private openNewer(last: LogFile | undefined): void {
    const chain = openChain(this.options.registry, this.id, this.path);
    this.forgetVanished(new Set(chain.map((file) => file.identity)));
    const place = chain.findIndex((file) => file.identity === last?.identity);
    for (const file of chain.splice(0, place + 1)) {
      file.close();
    }
    this.files.push(...(last === undefined ? this.resume(chain) : chain));
    while (this.files.length > FILES_MAX) {
      const [oldest] = this.files.splice(0, 1);
      this.options.counters.skippedBytes += (oldest?.size() ?? 0) - (oldest?.readOffset ?? 0);
      oldest?.close();
    }
  }

  /** First look at this container: goes on behind what the registry knows of its files. */
  private resume(chain: LogFile[]): LogFile[] {
    const states = chain.map((file) => file.remembered());
    // Files before the oldest known one were delivered long ago.
    const oldestKnown = Math.max(
      states.findIndex((state) => state !== undefined),
      0,
    );
    for (const file of chain.slice(0, oldestKnown)) {
      file.close();
    }
    const unread = chain.slice(oldestKnown);
    for (const [i, file] of unread.entries()) {
      file.seek(states[oldestKnown + i]?.offset ?? 0);
    }
    if (!this.isKnown) {
      this.limitBacklog(unread);
    }
    return unread;
  }

  /** Old logs may be many gigabytes: only their newest part is read. */
  private limitBacklog(chain: readonly LogFile[]): void {
    let room = this.options.backlogMaxBytes;
    for (const file of [...chain].reverse()) {
      const size = file.size();
      const skipped = Math.max(0, size - room);
      room = Math.max(0, room - size);
      if (skipped > 0) {
        this.options.counters.skippedBytes += skipped;
        file.seek(skipped, true);
      }
    }
  }

  /** The same file has become shorter: it begins anew. */
  private restart(last: LogFile): void {
    this.options.counters.truncatedFiles++;
    this.refreshPrefix(last);
    this.joiner.flush(0, true);
    const again = LogFile.open(this.options.registry, this.id, this.path);
    last.retire();
    this.files.splice(-1, 1, ...(again ? [again] : []));
  }

  /** Rotated files that were delivered leave the registry when they are deleted. */
  private forgetVanished(present: ReadonlySet<string>): void {
    const { registry } = this.options;
    for (const [key, state] of registry.entries()) {
      if (state.container === this.id && !present.has(key.slice(key.lastIndexOf(':') + 1))) {
        registry.remove(key);
      }
    }
  }

  private refreshPrefix(file: LogFile): void {
    this.joiner.prefix = this.options.prefix(file.path);
  }
}
