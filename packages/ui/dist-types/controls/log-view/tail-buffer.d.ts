import type { LogLine } from '@longshore/common/api/logs';
/** What live tail has brought: lines on screen and lines that wait while somebody reads, newest first. */
export interface TailBuffer {
    readonly shown: readonly LogLine[];
    readonly held: readonly LogLine[];
    /** Lines that the server left out because there were too many. */
    readonly skipped: number;
}
/** The newest lines that a tail keeps; older ones are let go. */
export declare const TAIL_LINES_MAX = 10000;
export declare const EMPTY_TAIL: TailBuffer;
/** Adds lines that came, oldest first; a line that is there already is not added again. */
export declare function addLines(buffer: TailBuffer, lines: readonly LogLine[], isHeld: boolean): TailBuffer;
/** Puts the waiting lines on screen. */
export declare function release({ shown, held, skipped }: TailBuffer): TailBuffer;
//# sourceMappingURL=tail-buffer.d.ts.map