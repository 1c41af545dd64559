import { readFile } from 'node:fs/promises';
import { getPath } from '@longshore/common/json';
import type { Logger } from 'pino';
import { RepeatedLog } from '../../../outputs/repeated-log.ts';
import type { AckSource } from '../../../publisher/batch.ts';
import { writeDurably } from '../../../registry/registry.ts';

const WRITE_INTERVAL_MS = 1_000;
/** Older events are no news any more; the engine keeps 256 of them in any case. */
const LOOK_BACK_MAX_MS = 3_600_000;

export interface EventCursorOptions {
  /** File that keeps the time; its folder is there. */
  readonly path: string;
  /** The engine; the time of another one means nothing. */
  readonly address: string;
  readonly log: Logger;
  readonly now?: () => number;
}

/**
 * Remembers up to which time the events of the engine were delivered, so that after a start those that happened
 * meanwhile are asked for. Positions are milliseconds of the engine's clock; when that is set back, so are they.
 */
export class EventCursor implements AckSource {
  private readonly options: EventCursorOptions;
  private readonly now: () => number;
  private readonly repeated: RepeatedLog;
  private timeMs: number;
  private writtenMs: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private isClosed = false;

  private constructor(options: EventCursorOptions, writtenMs: number | undefined) {
    this.options = options;
    this.now = options.now ?? Date.now;
    this.repeated = new RepeatedLog(options.log);
    this.writtenMs = writtenMs;
    // Nothing is known: what happens from now on counts.
    this.timeMs = writtenMs ?? this.now();
  }

  /** Reads what was remembered; without that, or when it cannot be read, begins at this moment. */
  static async open(options: EventCursorOptions): Promise<EventCursor> {
    const cursor = new EventCursor(options, await readTime(options));
    await cursor.write();
    return cursor;
  }

  /** From when on the engine is to be asked for events; never more than an hour ago, nor in the future. */
  sinceMs(): number {
    const nowMs = this.now();
    return Math.min(nowMs, Math.max(this.timeMs, nowMs - LOOK_BACK_MAX_MS));
  }

  acknowledge(timeMs: number): void {
    this.timeMs = timeMs;
    if (!this.isClosed) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.writing = this.write();
      }, WRITE_INTERVAL_MS);
    }
  }

  /** Writes the last time; later acknowledgements are not written. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.writing;
    await this.write();
  }

  private async write(): Promise<void> {
    const { timeMs } = this;
    if (timeMs === this.writtenMs) {
      return;
    }
    const { path, address } = this.options;
    try {
      await writeDurably(path, `${JSON.stringify({ address, timeMs })}\n`);
      this.writtenMs = timeMs;
    } catch (error) {
      // The next acknowledgement tries again; until then some events may be asked for twice.
      this.repeated.write('error', 'the time of the newest Docker event cannot be written', {
        path,
        'error.message': error instanceof Error ? error.message : String(error),
      });
    }
  }
}

async function readTime({ path, address, log }: EventCursorOptions): Promise<number | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      const message = error instanceof Error ? error.message : String(error);
      log.warn({ path, 'error.message': message }, 'the time of Docker events is not known');
    }
    return undefined;
  }
  const timeMs = getPath(value, 'timeMs');
  const isOurs = getPath(value, 'address') === address;
  return isOurs && typeof timeMs === 'number' && Number.isFinite(timeMs) ? timeMs : undefined;
}
