/** The units of date math, as in Elasticsearch. */
export type Unit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'y';
/** True for `now`, `now-15m`, `now/d`, `now/d+8h`. */
export declare function isDateMath(text: string): boolean;
/** The moment that date math or an ISO time names, in the reader's own time zone; NaN for anything else. */
export declare function resolveTime(text: string, nowMs: number): number;
//# sourceMappingURL=date-math.d.ts.map