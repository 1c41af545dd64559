import { type ReactNode } from 'react';
import { type Span, type TimeRange } from './time-range.ts';
/** The time that a page shows, and what can be done with it. */
export interface PageTime {
    readonly range: TimeRange;
    /** The range in numbers, fixed at the last refresh: everything on a page asks for exactly this. */
    readonly span: Span;
    /** Whether new data is to be shown as it comes. */
    readonly isLive: boolean;
    /** False for a fixed range, which nothing new can enter. */
    readonly canBeLive: boolean;
    readonly setLive: (isLive: boolean) => void;
    readonly setRange: (range: TimeRange) => void;
    readonly zoom: (span: Span) => void;
    /** One step back in the ranges of this visit; without one, twice as wide. */
    readonly zoomOut: () => void;
    readonly refresh: () => void;
    /** Grows by one with each refresh. */
    readonly refreshes: number;
}
/** The time of the present page. */
export declare function usePageTime(): PageTime;
/** Keeps the time of the present page: the range in the address, the moment of the last refresh here. */
export declare function PageTimeProvider({ children }: {
    readonly children: ReactNode;
}): import("react").JSX.Element;
//# sourceMappingURL=page-time.d.ts.map