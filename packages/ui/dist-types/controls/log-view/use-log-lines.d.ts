import { type StreamState } from '../../api/stream.ts';
import type { Span } from '../time/time-range.ts';
import type { LogSelection } from './selection.ts';
/** Which lines a view wants, and whether new ones are to come by themselves. */
export interface LogRequest {
    readonly selection: LogSelection;
    readonly span: Span;
    readonly isLive: boolean;
}
/** Live tail as the view sees it. */
export interface LogTail {
    readonly state: StreamState;
    readonly heldCount: number;
    readonly skipped: number;
    /** What the server said when it could not go on. */
    readonly failure: string | undefined;
    /** While true, new lines wait. */
    readonly hold: (isHeld: boolean) => void;
}
/** The lines of a view: what a search found, below what live tail brought since. */
export declare function useLogLines(request: LogRequest): {
    search: import("@tanstack/react-query").UseInfiniteQueryResult<import("@tanstack/query-core").InfiniteData<{
        total: number;
        totalIsLowerBound: boolean;
        lines: {
            id: string;
            index: string;
            at: string;
            message: string;
            host: string | null;
            containerId: string | null;
            containerName: string | null;
            stream: string | null;
            level: string | null;
            sort: (string | number | null)[];
            source: Record<string, unknown>;
        }[];
    }, unknown>, Error>;
    lines: readonly {
        id: string;
        index: string;
        at: string;
        message: string;
        host: string | null;
        containerId: string | null;
        containerName: string | null;
        stream: string | null;
        level: string | null;
        sort: (string | number | null)[];
        source: Record<string, unknown>;
    }[];
    tail: LogTail;
    total: {
        total: number;
        totalIsLowerBound: boolean;
        lines: {
            id: string;
            index: string;
            at: string;
            message: string;
            host: string | null;
            containerId: string | null;
            containerName: string | null;
            stream: string | null;
            level: string | null;
            sort: (string | number | null)[];
            source: Record<string, unknown>;
        }[];
    } | undefined;
};
//# sourceMappingURL=use-log-lines.d.ts.map