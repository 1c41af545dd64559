interface Span {
    readonly fromMs: number;
    readonly toMs: number;
}
/** One bar of a histogram in pixels. */
export interface Bar {
    readonly startMs: number;
    readonly count: number;
    readonly x: number;
    readonly barWidth: number;
    readonly barHeight: number;
}
/** Places buckets in a box; what sticks out of the span at its ends is cut. */
export declare function barsOf(buckets: readonly (readonly [startMs: number, count: number])[], box: {
    readonly span: Span;
    readonly intervalMs: number;
    readonly width: number;
    readonly height: number;
}): Bar[];
/** Round times inside a span, at most `count` of them, away from its very ends. */
export declare function timeTicks({ fromMs, toMs }: Span, count: number): number[];
export {};
//# sourceMappingURL=histogram-layout.d.ts.map