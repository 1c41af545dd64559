import { type Alert } from '@longshore/common/api/alerts';
/** The alerts of a range, newest first. */
export declare const alertsQuery: (range: {
    readonly from: string;
    readonly to: string;
}) => import("@tanstack/query-core").OmitKeyof<import("@tanstack/react-query").UseQueryOptions<{
    total: number;
    alerts: {
        id: string;
        at: string;
        rule: string;
        severity: "critical" | "info" | "warning";
        kind: "exited_nonzero" | "oom_killed" | "restarted" | "unhealthy";
        host: string | null;
        containerId: string;
        containerName: string;
        image: string | null;
        exitCode: number | null;
        message: string;
    }[];
}, Error, {
    total: number;
    alerts: {
        id: string;
        at: string;
        rule: string;
        severity: "critical" | "info" | "warning";
        kind: "exited_nonzero" | "oom_killed" | "restarted" | "unhealthy";
        host: string | null;
        containerId: string;
        containerName: string;
        image: string | null;
        exitCode: number | null;
        message: string;
    }[];
}, (string | {
    readonly from: string;
    readonly to: string;
})[]>, "queryFn"> & {
    queryFn?: import("@tanstack/query-core").QueryFunction<{
        total: number;
        alerts: {
            id: string;
            at: string;
            rule: string;
            severity: "critical" | "info" | "warning";
            kind: "exited_nonzero" | "oom_killed" | "restarted" | "unhealthy";
            host: string | null;
            containerId: string;
            containerName: string;
            image: string | null;
            exitCode: number | null;
            message: string;
        }[];
    }, (string | {
        readonly from: string;
        readonly to: string;
    })[], never>;
} & import("@tanstack/query-core").QueryKeyWithDataTag<(string | {
    readonly from: string;
    readonly to: string;
})[], {
    total: number;
    alerts: {
        id: string;
        at: string;
        rule: string;
        severity: "critical" | "info" | "warning";
        kind: "exited_nonzero" | "oom_killed" | "restarted" | "unhealthy";
        host: string | null;
        containerId: string;
        containerName: string;
        image: string | null;
        exitCode: number | null;
        message: string;
    }[];
}, Error>;
/** The alerts of the last 24 hours, for the badge. */
export declare const recentAlertsQuery: import("@tanstack/query-core").OmitKeyof<import("@tanstack/react-query").UseQueryOptions<{
    total: number;
    alerts: {
        id: string;
        at: string;
        rule: string;
        severity: "critical" | "info" | "warning";
        kind: "exited_nonzero" | "oom_killed" | "restarted" | "unhealthy";
        host: string | null;
        containerId: string;
        containerName: string;
        image: string | null;
        exitCode: number | null;
        message: string;
    }[];
}, Error, {
    total: number;
    alerts: {
        id: string;
        at: string;
        rule: string;
        severity: "critical" | "info" | "warning";
        kind: "exited_nonzero" | "oom_killed" | "restarted" | "unhealthy";
        host: string | null;
        containerId: string;
        containerName: string;
        image: string | null;
        exitCode: number | null;
        message: string;
    }[];
}, (string | {
    readonly from: string;
    readonly to: string;
})[]>, "queryFn"> & {
    queryFn?: import("@tanstack/query-core").QueryFunction<{
        total: number;
        alerts: {
            id: string;
            at: string;
            rule: string;
            severity: "critical" | "info" | "warning";
            kind: "exited_nonzero" | "oom_killed" | "restarted" | "unhealthy";
            host: string | null;
            containerId: string;
            containerName: string;
            image: string | null;
            exitCode: number | null;
            message: string;
        }[];
    }, (string | {
        readonly from: string;
        readonly to: string;
    })[], never>;
} & import("@tanstack/query-core").QueryKeyWithDataTag<(string | {
    readonly from: string;
    readonly to: string;
})[], {
    total: number;
    alerts: {
        id: string;
        at: string;
        rule: string;
        severity: "critical" | "info" | "warning";
        kind: "exited_nonzero" | "oom_killed" | "restarted" | "unhealthy";
        host: string | null;
        containerId: string;
        containerName: string;
        image: string | null;
        exitCode: number | null;
        message: string;
    }[];
}, Error>;
/** How many alerts there are of each severity. */
export declare function countBySeverity(alerts: readonly Alert[]): Readonly<Record<Alert['severity'], number>>;
//# sourceMappingURL=alerts.d.ts.map