/** What one end of a range was written as. A day is a whole day; an instant has no length. */
export type TimePoint = {
    readonly kind: 'math';
    readonly text: string;
} | {
    readonly kind: 'day';
    readonly startMs: number;
    readonly endMs: number;
} | {
    readonly kind: 'instant';
    readonly ms: number;
};
/** Reads one end of a range; undefined when it is not understood. */
export declare function parseTimePoint(text: string, nowMs: number): TimePoint | undefined;
//# sourceMappingURL=time-point.d.ts.map