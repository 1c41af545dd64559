import type { LogLine } from '@longshore/common/api/logs';

/** What live tail has brought: lines on screen and lines that wait while somebody reads, newest first. */
export interface TailBuffer {
  readonly shown: readonly LogLine[];
  readonly held: readonly LogLine[];
  /** Lines that the server left out because there were too many. */
  readonly skipped: number;
}

/** The newest lines that a tail keeps; older ones are let go. */
export const TAIL_LINES_MAX = 10_000;

export const EMPTY_TAIL: TailBuffer = { shown: [], held: [], skipped: 0 };

/** Adds lines that came, oldest first; a line that is there already is not added again. */
export function addLines(
  buffer: TailBuffer,
  lines: readonly LogLine[],
  isHeld: boolean,
): TailBuffer {
  const known = new Set([...buffer.shown, ...buffer.held].map(({ id }) => id));
  const fresh = lines.filter(({ id }) => !known.has(id)).toReversed();
  if (fresh.length === 0) {
    return buffer;
  }
  return isHeld
    ? { ...buffer, held: [...fresh, ...buffer.held].slice(0, TAIL_LINES_MAX) }
    : release({ ...buffer, held: [...fresh, ...buffer.held] });
}

/** Puts the waiting lines on screen. */
export function release({ shown, held, skipped }: TailBuffer): TailBuffer {
  return { shown: [...held, ...shown].slice(0, TAIL_LINES_MAX), held: [], skipped };
}
