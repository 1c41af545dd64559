import type { Lane } from '../../publisher/lane.ts';
import type { ContainerLog } from './container-log.ts';

const BUFFER_BYTES = 128 * 1024;
/** Longest line in a file: a split part, with every character escaped, is far below. */
const BUFFER_BYTES_MAX = 8 * 1024 * 1024;
const GROWTH = 8;

/**
 * Reads all logs that have something to read, one chunk of each in turn, so that a noisy container delays the others
 * by a chunk at most. Waits while the queue is full.
 */
export class ReadLoop {
  private readonly lane: Lane;
  private readonly failed: (log: ContainerLog, error: unknown) => void;
  private readonly abort = new AbortController();
  private buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  private wakeUp: (() => void) | undefined;
  private isAwake = false;
  private running: Promise<void> | undefined;

  constructor(lane: Lane, failed: (log: ContainerLog, error: unknown) => void) {
    this.lane = lane;
    this.failed = failed;
  }

  start(logs: () => Iterable<ContainerLog>): void {
    this.running ??= this.run(logs);
  }

  /** Something may be ready. */
  wake(): void {
    this.isAwake = true;
    this.wakeUp?.();
  }

  async stop(): Promise<void> {
    this.abort.abort();
    this.wake();
    await this.running;
  }

  private async run(logs: () => Iterable<ContainerLog>): Promise<void> {
    const { signal } = this.abort;
    while (!signal.aborted) {
      this.isAwake = false;
      const ready = [...logs()].filter((log) => log.isReady);
      for (const log of ready) {
        await this.lane.room(signal);
        if (signal.aborted) {
          return;
        }
        await this.readOnce(log);
      }
      if (ready.length === 0) {
        // Everything that was there is in the queue: no reason to wait for more.
        this.lane.flush();
        await this.sleep();
      }
    }
  }

  private async readOnce(log: ContainerLog): Promise<void> {
    try {
      let buffer = this.buffer;
      let result = await log.readChunk(buffer, performance.now());
      while (result === 'line-too-long-for-buffer') {
        if (buffer.length >= BUFFER_BYTES_MAX) {
          log.skipLine(buffer.length);
          return;
        }
        buffer = Buffer.allocUnsafeSlow(buffer.length * GROWTH);
        result = await log.readChunk(buffer, performance.now());
      }
    } catch (error) {
      log.isReady = false;
      this.failed(log, error);
    }
  }

  private async sleep(): Promise<void> {
    if (!this.isAwake) {
      await new Promise<void>((resolve) => {
        this.wakeUp = resolve;
      });
      this.wakeUp = undefined;
    }
  }
}
