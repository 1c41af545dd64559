import { type TimeRange } from './time-range.ts';
/** The words for a range: "Last 15 minutes", "Yesterday", "Nov 22 09:00 – 10:00". */
export declare function useRangeText(): (range: TimeRange) => string;
//# sourceMappingURL=use-range-text.d.ts.map