import { type ReactNode } from 'react';
import { type ChartLine, type ChartMark } from './chart-option.ts';
interface Span {
    readonly fromMs: number;
    readonly toMs: number;
}
/** Lines over time with a legend that shows the newest values; dragging chooses a span. */
export declare function TimeChart({ title, aside, summary, span, lines, marks, limit, formatValue, onZoom, onZoomOut, }: {
    readonly title: string;
    readonly aside?: ReactNode;
    /** The chart in one sentence, for those who cannot see it. */
    readonly summary: string;
    readonly span: Span;
    readonly lines: readonly ChartLine[];
    readonly marks: readonly ChartMark[];
    readonly limit?: number | null;
    readonly formatValue: (value: number) => string;
    readonly onZoom: (span: Span) => void;
    readonly onZoomOut: () => void;
}): import("react").JSX.Element;
export {};
//# sourceMappingURL=time-chart.d.ts.map