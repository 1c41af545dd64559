import type { TimeRange } from './controls/time/time-range.ts';
/** What the frame needs to know of a page. */
export interface Page {
    readonly name: string;
    /** The range shown when the address names none; undefined where time cannot be chosen. */
    readonly range?: TimeRange;
    readonly isLiveByDefault: boolean;
}
/** A page that the rail leads to. */
export interface RailPage extends Page {
    readonly name: 'home' | 'logs' | 'alerts';
    readonly path: '/' | '/logs' | '/alerts';
    /** The second key of the chord that goes there, after `g`. */
    readonly chord: string;
}
/** The entries of the rail, in order. */
export declare const PAGES: readonly RailPage[];
/** The page that an address shows. */
export declare function pageOf(pathname: string): Page;
//# sourceMappingURL=pages.d.ts.map