interface Span {
    readonly fromMs: number;
    readonly toMs: number;
}
/** How many lines there were over time; dragging chooses a span. */
export declare function Histogram({ span, intervalMs, buckets, onZoom, onZoomOut, }: {
    readonly span: Span;
    readonly intervalMs: number;
    readonly buckets: readonly (readonly [startMs: number, count: number])[];
    readonly onZoom: (span: Span) => void;
    readonly onZoomOut: () => void;
}): import("react").JSX.Element;
export {};
//# sourceMappingURL=histogram.d.ts.map