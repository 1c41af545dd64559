import { type Locale } from '@longshore/common/format';
/** From and to, each date math or an ISO time in UTC; this is what the address carries. */
export interface TimeRange {
    readonly from: string;
    readonly to: string;
}
/** A range in numbers: what a query asks for. */
export interface Span {
    readonly fromMs: number;
    readonly toMs: number;
}
/** What a page shows when the address names no range. */
export declare const DEFAULT_RANGE: TimeRange;
/** Presets: the key names the text in the catalogue; the others read "last 15 minutes". */
export declare const PRESETS: ReadonlyArray<TimeRange & {
    readonly key?: NamedRange;
}>;
type NamedRange = 'today' | 'yesterday' | 'thisWeek';
/** Reads a typed range; undefined when it is not understood or ends before it begins. */
export declare function parseTimeRange(typed: string, nowMs: number): TimeRange | undefined;
/** The range as numbers at this moment. What cannot be read (a broken address) gives the default range. */
export declare function resolveRange(range: TimeRange, nowMs: number): Span;
/** An absolute range; never shorter than a second. */
export declare function rangeOf({ fromMs, toMs }: Span): TimeRange;
/** Twice the length around the same middle, for zooming out when there is nothing to go back to. */
export declare function widened({ fromMs, toMs }: Span, nowMs: number): Span;
/** Whether the range moves with the clock, so that refreshing it makes sense. */
export declare function isRelative(range: TimeRange): boolean;
/** How a range is called: a length, a named range, or the words for an absolute one. */
export type RangeLabel = {
    readonly kind: 'last';
    readonly count: number;
    readonly unit: string;
} | {
    readonly kind: 'named';
    readonly name: NamedRange;
} | {
    readonly kind: 'between';
    readonly text: string;
};
/** The label of a range; the words for `last` and `named` come from the catalogue. */
export declare function labelOf(range: TimeRange, nowMs: number, locale: Locale): RangeLabel;
/** An absolute span: the day is written once when both ends are on it. */
export declare function spanText({ fromMs, toMs }: Span, locale: Locale): string;
export {};
//# sourceMappingURL=time-range.d.ts.map