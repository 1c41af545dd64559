import type { Logger } from 'pino';

const PERIOD_MS = 60_000;
const KINDS_MAX = 1_000;

type Level = 'info' | 'warn' | 'error';

/** Writes what repeats once a minute for each kind, with the count since the last line. */
export class RepeatedLog {
  private readonly log: Logger;
  private readonly now: () => number;
  private readonly kinds = new Map<string, { writtenMs: number; count: number }>();

  constructor(log: Logger, now: () => number = () => performance.now()) {
    this.log = log;
    this.now = now;
  }

  write(level: Level, message: string, fields: Readonly<Record<string, unknown>>): void {
    this.writeKind(message, level, message, fields);
  }

  /** As `write`, where one message has several kinds. */
  writeKind(
    kind: string,
    level: Level,
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ): void {
    const now = this.now();
    const known = this.kinds.get(kind);
    if (known && now - known.writtenMs < PERIOD_MS) {
      known.count++;
      return;
    }
    this.log[level]({ ...fields, count: (known?.count ?? 0) + 1 }, message);
    if (!known && this.kinds.size >= KINDS_MAX) {
      this.kinds.clear();
    }
    this.kinds.set(kind, { writtenMs: now, count: 0 });
  }
}
