import type { Span } from '../time/time-range.ts';
import type { LogSelection } from './selection.ts';
/** The lines of a selection, newest first, page by page. */
export declare const logLinesQuery: (selection: LogSelection, span: Span) => import("@tanstack/query-core").OmitKeyof<import("@tanstack/react-query").UseInfiniteQueryOptions<{
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
}, Error, import("@tanstack/query-core").InfiniteData<{
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
}, unknown>, (string | LogSelection | Span)[], string>, "queryFn"> & {
    queryFn?: import("@tanstack/query-core").QueryFunction<{
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
    }, (string | LogSelection | Span)[], string>;
} & import("@tanstack/query-core").QueryKeyWithDataTag<(string | LogSelection | Span)[], import("@tanstack/query-core").InfiniteData<{
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
/** How many lines of a selection there were over time. */
export declare const logHistogramQuery: (selection: LogSelection, span: Span, points: number) => import("@tanstack/query-core").OmitKeyof<import("@tanstack/react-query").UseQueryOptions<{
    intervalMs: number;
    buckets: [number, number][];
    span: Span;
}, Error, {
    intervalMs: number;
    buckets: [number, number][];
    span: Span;
}, (string | number | LogSelection | Span)[]>, "queryFn"> & {
    queryFn?: import("@tanstack/query-core").QueryFunction<{
        intervalMs: number;
        buckets: [number, number][];
        span: Span;
    }, (string | number | LogSelection | Span)[], never>;
} & import("@tanstack/query-core").QueryKeyWithDataTag<(string | number | LogSelection | Span)[], {
    intervalMs: number;
    buckets: [number, number][];
    span: Span;
}, Error>;
/** All fields that lines can have. */
export declare const logFieldsQuery: import("@tanstack/query-core").OmitKeyof<import("@tanstack/react-query").UseQueryOptions<{
    name: string;
    type: string;
    aggregatable: boolean;
}[], Error, {
    name: string;
    type: string;
    aggregatable: boolean;
}[], string[]>, "queryFn"> & {
    queryFn?: import("@tanstack/query-core").QueryFunction<{
        name: string;
        type: string;
        aggregatable: boolean;
    }[], string[], never>;
} & import("@tanstack/query-core").QueryKeyWithDataTag<string[], {
    name: string;
    type: string;
    aggregatable: boolean;
}[], Error>;
/** The commonest values of a field among the lines of a selection. */
export declare const fieldValuesQuery: (selection: LogSelection, span: Span, field: string) => import("@tanstack/query-core").OmitKeyof<import("@tanstack/react-query").UseQueryOptions<{
    total: number;
    values: {
        value: string;
        count: number;
    }[];
}, Error, {
    total: number;
    values: {
        value: string;
        count: number;
    }[];
}, (string | LogSelection | Span)[]>, "queryFn"> & {
    queryFn?: import("@tanstack/query-core").QueryFunction<{
        total: number;
        values: {
            value: string;
            count: number;
        }[];
    }, (string | LogSelection | Span)[], never>;
} & import("@tanstack/query-core").QueryKeyWithDataTag<(string | LogSelection | Span)[], {
    total: number;
    values: {
        value: string;
        count: number;
    }[];
}, Error>;
//# sourceMappingURL=queries.d.ts.map