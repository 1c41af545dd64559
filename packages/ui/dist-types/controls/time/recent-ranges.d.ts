import type { TimeRange } from './time-range.ts';
/** The ranges last typed or drawn in this browser, newest first. */
export declare function recentRanges(): readonly TimeRange[];
/** Remembers a range as the newest. */
export declare function rememberRange(range: TimeRange): void;
//# sourceMappingURL=recent-ranges.d.ts.map