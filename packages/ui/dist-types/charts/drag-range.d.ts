import { type ReactNode } from 'react';
/** A span of time in numbers. */
interface Span {
    readonly fromMs: number;
    readonly toMs: number;
}
/** Lets a person draw a span of time over a chart; a double click goes one step back. */
export declare function DragRange({ span, inset, onZoom, onZoomOut, children, }: {
    readonly span: Span;
    /** The room in pixels beside the plot, left and right. */
    readonly inset: readonly [left: number, right: number];
    readonly onZoom: (span: Span) => void;
    readonly onZoomOut: () => void;
    readonly children: ReactNode;
}): import("react").JSX.Element;
/** The span between two shares of another one, whichever comes first. */
export declare function spanBetween(shares: readonly number[], { fromMs, toMs }: Span): Span;
export {};
//# sourceMappingURL=drag-range.d.ts.map