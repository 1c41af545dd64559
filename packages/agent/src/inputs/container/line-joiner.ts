import type { Counters } from '../../publisher/counters.ts';
import type { Lane } from '../../publisher/lane.ts';
import { detectLogLevel } from '../log-level.ts';
import { eventTime, type LogEntry } from './json-file.ts';
import type { LogFile } from './log-file.ts';

/** Longest message; the rest of a longer line is thrown away. */
const MESSAGE_BYTES_MAX = 10 * 1024 * 1024;
/** The engine splits lines that are longer than this. */
const SPLIT_BYTES = 16 * 1024;
/** How long the rest of a split line may take; a short part without line end is a line of its own much sooner. */
const WAIT_SPLIT_MS = 5_000;
const WAIT_SHORT_MS = 900;
/** Members of an event that `writeLine` adds, without path, attributes and message. */
const MEMBERS_BYTES_MAX = 256;
const UTF8_BYTES_PER_CHAR_MAX = 3;
const END = Buffer.from('"}\n');

type Stream = LogEntry['stream'];

/** Where an entry stands: from `offset` to `file.readOffset`. */
export interface EntryPlace {
  readonly file: LogFile;
  readonly offset: number;
  readonly nowMs: number;
}

/** Everything of a line but its text. */
interface Line {
  readonly offset: number;
  readonly time: string;
  readonly stream: Stream;
  readonly attributes: string;
  readonly isCut: boolean;
}

interface PendingLine extends Line {
  readonly file: LogFile;
  readonly parts: Buffer[];
  sizeBytes: number;
  lastPartBytes: number;
  isCut: boolean;
  touchedMs: number;
}

/** Makes events of the entries of one container, and puts lines together that the driver split. */
export class LineJoiner {
  /** Beginning of every event: action line, metadata, and `log.file.path`; ends where the offset stands. */
  prefix: Buffer = Buffer.alloc(0);
  private readonly lane: Lane;
  private readonly counters: Counters['logs'];
  private readonly pending = new Map<Stream, PendingLine>();

  constructor(lane: Lane, counters: Counters['logs']) {
    this.lane = lane;
    this.counters = counters;
  }

  get hasPending(): boolean {
    return this.pending.size > 0;
  }

  add(entry: LogEntry, place: EntryPlace): void {
    let open = this.pending.get(entry.stream);
    if (open && !continues(open, entry)) {
      this.finish(open, place.file);
      open = undefined;
    }
    if (!open && entry.endsLine) {
      this.writeWhole(entry, place);
      return;
    }
    open ??= this.begin(entry, place);
    this.append(open, entry, place.nowMs);
    if (entry.endsLine) {
      this.finish(open, place.file);
    }
  }

  /** Gives up waiting for the rest of lines; at the end of everything without regard to how long they waited. */
  flush(nowMs: number, isFinal: boolean): void {
    for (const line of this.pending.values()) {
      const waitMs = line.lastPartBytes < SPLIT_BYTES ? WAIT_SHORT_MS : WAIT_SPLIT_MS;
      if (isFinal || nowMs - line.touchedMs >= waitMs) {
        this.finish(line, line.file);
      }
    }
  }

  /** Up to where `file` may be called delivered once all events written so far are. */
  safeOffset(file: LogFile): number {
    let offset = file.readOffset;
    for (const line of this.pending.values()) {
      if (line.file === file && line.offset < offset) {
        offset = line.offset;
      }
    }
    return offset;
  }

  private begin(entry: LogEntry, { file, offset, nowMs }: EntryPlace): PendingLine {
    const line: PendingLine = {
      file,
      offset,
      time: entry.time,
      stream: entry.stream,
      attributes: entry.attributes,
      parts: [],
      sizeBytes: 0,
      lastPartBytes: 0,
      isCut: false,
      touchedMs: nowMs,
    };
    this.pending.set(entry.stream, line);
    return line;
  }

  private append(line: PendingLine, { bytes, textStart, textEnd }: LogEntry, nowMs: number): void {
    const partBytes = textEnd - textStart;
    line.lastPartBytes = partBytes;
    line.touchedMs = nowMs;
    if (line.isCut || line.sizeBytes + partBytes > MESSAGE_BYTES_MAX) {
      line.isCut = true;
      return;
    }
    // Copied, since the read buffer is used again.
    line.parts.push(Buffer.from(bytes.subarray(textStart, textEnd)));
    line.sizeBytes += partBytes;
  }

  /** Writes a line of several parts, the last of which was read from `lastFile`. */
  private finish(line: PendingLine, lastFile: LogFile): void {
    this.pending.delete(line.stream);
    if (line.isCut) {
      this.counters.cut++;
    }
    const first = line.parts[0] ?? END.subarray(0, 0);
    const batch = this.beginEvent(line, first, 0, first.length, line.sizeBytes);
    for (const part of line.parts) {
      batch.copy(part);
    }
    batch.copy(END);
    for (const file of new Set([line.file, lastFile])) {
      this.mark(batch, file);
    }
    this.lane.end();
  }

  /** The usual case: a line of one part goes from the read buffer into the batch. */
  private writeWhole(entry: LogEntry, { file, offset }: EntryPlace): void {
    const { bytes, textStart, textEnd, time, stream, attributes } = entry;
    const line: Line = { offset, time, stream, attributes, isCut: false };
    const batch = this.beginEvent(line, bytes, textStart, textEnd, textEnd - textStart);
    batch.copy(bytes, textStart, textEnd);
    batch.copy(END);
    this.mark(batch, file);
    this.lane.end();
  }

  /** Starts an event up to where its message stands; `text` is what the level is looked for in. */
  private beginEvent(line: Line, text: Buffer, start: number, end: number, messageBytes: number) {
    const level = detectLogLevel(text, start, end);
    const batch = this.lane.begin(
      this.prefix.length +
        MEMBERS_BYTES_MAX +
        line.attributes.length * UTF8_BYTES_PER_CHAR_MAX +
        messageBytes,
    );
    batch.copy(this.prefix);
    batch.ascii(
      `${line.offset}${level ? `,"level":"${level}"` : ''}${line.isCut ? ',"flags":["truncated"]' : ''}}` +
        `,"@timestamp":"${eventTime(line.time)}","stream":"${line.stream}"`,
    );
    if (line.attributes !== '') {
      batch.utf8(`,"docker.attrs":${line.attributes}`);
    }
    batch.ascii(',"message":"');
    return batch;
  }

  private mark(batch: ReturnType<Lane['begin']>, file: LogFile): void {
    const offset = this.safeOffset(file);
    file.markedOffset = offset;
    batch.mark(file, offset);
  }
}

/**
 * Parts of one line carry the time of its first part; older engines gave each its own, and split at a full buffer.
 */
function continues(line: PendingLine, entry: LogEntry): boolean {
  return line.time === entry.time || line.lastPartBytes >= SPLIT_BYTES;
}
