import type { Span } from '../../controls/time/time-range.ts';
/** Everything of one container in a time range. */
export declare const containerQuery: (id: string, { fromMs, toMs }: Span) => import("@tanstack/query-core").OmitKeyof<import("@tanstack/react-query").UseQueryOptions<{
    container: {
        id: string;
        name: string;
        host: string;
        image: string;
        project: string | null;
        service: string | null;
        command: string;
        application: {
            name: string;
            version: string | null;
            evidence: string;
        } | null;
        state: "created" | "dead" | "exited" | "paused" | "removing" | "restarting" | "running" | "unknown";
        status: string;
        health: string | null;
        exitCode: number | null;
        oomKilled: boolean;
        restarts: number | null;
        createdAt: string | null;
        startedAt: string | null;
        finishedAt: string | null;
        lastSeen: string;
        ports: string[];
        ipAddresses: string[];
        cpuCores: number | null;
        cpuLimitCores: number | null;
        memoryUsedBytes: number | null;
        memoryLimitBytes: number | null;
        networkInBytesPerS: number | null;
        networkOutBytesPerS: number | null;
        diskReadBytesPerS: number | null;
        diskWriteBytesPerS: number | null;
        pids: number | null;
        cpuSparkline: (number | null)[];
        memorySparkline: (number | null)[];
    };
    intervalMs: number;
    series: {
        name: string;
        unit: "byte" | "byte/s" | "cores" | "ratio";
        points: [number, number | null][];
    }[];
    events: {
        at: string;
        action: string;
        exitCode: number | null;
    }[];
    processes: {
        pid: number;
        commandLine: string;
        user: string | null;
        cpuCores: number | null;
        memoryBytes: number | null;
    }[];
    span: {
        fromMs: number;
        toMs: number;
    };
}, Error, {
    container: {
        id: string;
        name: string;
        host: string;
        image: string;
        project: string | null;
        service: string | null;
        command: string;
        application: {
            name: string;
            version: string | null;
            evidence: string;
        } | null;
        state: "created" | "dead" | "exited" | "paused" | "removing" | "restarting" | "running" | "unknown";
        status: string;
        health: string | null;
        exitCode: number | null;
        oomKilled: boolean;
        restarts: number | null;
        createdAt: string | null;
        startedAt: string | null;
        finishedAt: string | null;
        lastSeen: string;
        ports: string[];
        ipAddresses: string[];
        cpuCores: number | null;
        cpuLimitCores: number | null;
        memoryUsedBytes: number | null;
        memoryLimitBytes: number | null;
        networkInBytesPerS: number | null;
        networkOutBytesPerS: number | null;
        diskReadBytesPerS: number | null;
        diskWriteBytesPerS: number | null;
        pids: number | null;
        cpuSparkline: (number | null)[];
        memorySparkline: (number | null)[];
    };
    intervalMs: number;
    series: {
        name: string;
        unit: "byte" | "byte/s" | "cores" | "ratio";
        points: [number, number | null][];
    }[];
    events: {
        at: string;
        action: string;
        exitCode: number | null;
    }[];
    processes: {
        pid: number;
        commandLine: string;
        user: string | null;
        cpuCores: number | null;
        memoryBytes: number | null;
    }[];
    span: {
        fromMs: number;
        toMs: number;
    };
}, (string | number)[]>, "queryFn"> & {
    queryFn?: import("@tanstack/query-core").QueryFunction<{
        container: {
            id: string;
            name: string;
            host: string;
            image: string;
            project: string | null;
            service: string | null;
            command: string;
            application: {
                name: string;
                version: string | null;
                evidence: string;
            } | null;
            state: "created" | "dead" | "exited" | "paused" | "removing" | "restarting" | "running" | "unknown";
            status: string;
            health: string | null;
            exitCode: number | null;
            oomKilled: boolean;
            restarts: number | null;
            createdAt: string | null;
            startedAt: string | null;
            finishedAt: string | null;
            lastSeen: string;
            ports: string[];
            ipAddresses: string[];
            cpuCores: number | null;
            cpuLimitCores: number | null;
            memoryUsedBytes: number | null;
            memoryLimitBytes: number | null;
            networkInBytesPerS: number | null;
            networkOutBytesPerS: number | null;
            diskReadBytesPerS: number | null;
            diskWriteBytesPerS: number | null;
            pids: number | null;
            cpuSparkline: (number | null)[];
            memorySparkline: (number | null)[];
        };
        intervalMs: number;
        series: {
            name: string;
            unit: "byte" | "byte/s" | "cores" | "ratio";
            points: [number, number | null][];
        }[];
        events: {
            at: string;
            action: string;
            exitCode: number | null;
        }[];
        processes: {
            pid: number;
            commandLine: string;
            user: string | null;
            cpuCores: number | null;
            memoryBytes: number | null;
        }[];
        span: {
            fromMs: number;
            toMs: number;
        };
    }, (string | number)[], never>;
} & import("@tanstack/query-core").QueryKeyWithDataTag<(string | number)[], {
    container: {
        id: string;
        name: string;
        host: string;
        image: string;
        project: string | null;
        service: string | null;
        command: string;
        application: {
            name: string;
            version: string | null;
            evidence: string;
        } | null;
        state: "created" | "dead" | "exited" | "paused" | "removing" | "restarting" | "running" | "unknown";
        status: string;
        health: string | null;
        exitCode: number | null;
        oomKilled: boolean;
        restarts: number | null;
        createdAt: string | null;
        startedAt: string | null;
        finishedAt: string | null;
        lastSeen: string;
        ports: string[];
        ipAddresses: string[];
        cpuCores: number | null;
        cpuLimitCores: number | null;
        memoryUsedBytes: number | null;
        memoryLimitBytes: number | null;
        networkInBytesPerS: number | null;
        networkOutBytesPerS: number | null;
        diskReadBytesPerS: number | null;
        diskWriteBytesPerS: number | null;
        pids: number | null;
        cpuSparkline: (number | null)[];
        memorySparkline: (number | null)[];
    };
    intervalMs: number;
    series: {
        name: string;
        unit: "byte" | "byte/s" | "cores" | "ratio";
        points: [number, number | null][];
    }[];
    events: {
        at: string;
        action: string;
        exitCode: number | null;
    }[];
    processes: {
        pid: number;
        commandLine: string;
        user: string | null;
        cpuCores: number | null;
        memoryBytes: number | null;
    }[];
    span: {
        fromMs: number;
        toMs: number;
    };
}, Error>;
//# sourceMappingURL=queries.d.ts.map