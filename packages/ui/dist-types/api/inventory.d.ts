/** One snapshot of hosts and containers. */
export declare const inventoryQuery: import("@tanstack/query-core").OmitKeyof<import("@tanstack/react-query").UseQueryOptions<{
    at: string;
    hosts: {
        name: string;
        os: string;
        kernel: string;
        dockerVersion: string | null;
        lastSeen: string;
        uptimeMs: number | null;
        cores: number | null;
        cpu: number | null;
        load1: number | null;
        memoryUsedBytes: number | null;
        memoryTotalBytes: number | null;
        fullestDisk: {
            mount: string;
            usedBytes: number;
            totalBytes: number;
        } | null;
        networkInBytesPerS: number | null;
        networkOutBytesPerS: number | null;
        containersRunning: number;
        containersTotal: number;
        containersUnhealthy: number;
        memoryLimitsBytes: number;
        containersWithoutLimit: number;
        cpuSparkline: (number | null)[];
        memorySparkline: (number | null)[];
    }[];
    containers: {
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
    }[];
    problems: {
        code: "agent_silent" | "docker_failing" | "docker_forbidden" | "docker_missing" | "logs_forbidden" | "no_agent" | "store_unreachable";
        host: string | null;
        detail: string;
    }[];
}, Error, {
    at: string;
    hosts: {
        name: string;
        os: string;
        kernel: string;
        dockerVersion: string | null;
        lastSeen: string;
        uptimeMs: number | null;
        cores: number | null;
        cpu: number | null;
        load1: number | null;
        memoryUsedBytes: number | null;
        memoryTotalBytes: number | null;
        fullestDisk: {
            mount: string;
            usedBytes: number;
            totalBytes: number;
        } | null;
        networkInBytesPerS: number | null;
        networkOutBytesPerS: number | null;
        containersRunning: number;
        containersTotal: number;
        containersUnhealthy: number;
        memoryLimitsBytes: number;
        containersWithoutLimit: number;
        cpuSparkline: (number | null)[];
        memorySparkline: (number | null)[];
    }[];
    containers: {
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
    }[];
    problems: {
        code: "agent_silent" | "docker_failing" | "docker_forbidden" | "docker_missing" | "logs_forbidden" | "no_agent" | "store_unreachable";
        host: string | null;
        detail: string;
    }[];
}, string[]>, "queryFn"> & {
    queryFn?: import("@tanstack/query-core").QueryFunction<{
        at: string;
        hosts: {
            name: string;
            os: string;
            kernel: string;
            dockerVersion: string | null;
            lastSeen: string;
            uptimeMs: number | null;
            cores: number | null;
            cpu: number | null;
            load1: number | null;
            memoryUsedBytes: number | null;
            memoryTotalBytes: number | null;
            fullestDisk: {
                mount: string;
                usedBytes: number;
                totalBytes: number;
            } | null;
            networkInBytesPerS: number | null;
            networkOutBytesPerS: number | null;
            containersRunning: number;
            containersTotal: number;
            containersUnhealthy: number;
            memoryLimitsBytes: number;
            containersWithoutLimit: number;
            cpuSparkline: (number | null)[];
            memorySparkline: (number | null)[];
        }[];
        containers: {
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
        }[];
        problems: {
            code: "agent_silent" | "docker_failing" | "docker_forbidden" | "docker_missing" | "logs_forbidden" | "no_agent" | "store_unreachable";
            host: string | null;
            detail: string;
        }[];
    }, string[], never>;
} & import("@tanstack/query-core").QueryKeyWithDataTag<string[], {
    at: string;
    hosts: {
        name: string;
        os: string;
        kernel: string;
        dockerVersion: string | null;
        lastSeen: string;
        uptimeMs: number | null;
        cores: number | null;
        cpu: number | null;
        load1: number | null;
        memoryUsedBytes: number | null;
        memoryTotalBytes: number | null;
        fullestDisk: {
            mount: string;
            usedBytes: number;
            totalBytes: number;
        } | null;
        networkInBytesPerS: number | null;
        networkOutBytesPerS: number | null;
        containersRunning: number;
        containersTotal: number;
        containersUnhealthy: number;
        memoryLimitsBytes: number;
        containersWithoutLimit: number;
        cpuSparkline: (number | null)[];
        memorySparkline: (number | null)[];
    }[];
    containers: {
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
    }[];
    problems: {
        code: "agent_silent" | "docker_failing" | "docker_forbidden" | "docker_missing" | "logs_forbidden" | "no_agent" | "store_unreachable";
        host: string | null;
        detail: string;
    }[];
}, Error>;
/**
 * The snapshot, kept up to date by the stream, or by polling while the stream does not work. It is asked for anew
 * whenever `refreshes` grows.
 */
export declare function useLiveInventory(isLive: boolean, refreshes: number): {
    inventory: import("@tanstack/react-query").UseQueryResult<{
        at: string;
        hosts: {
            name: string;
            os: string;
            kernel: string;
            dockerVersion: string | null;
            lastSeen: string;
            uptimeMs: number | null;
            cores: number | null;
            cpu: number | null;
            load1: number | null;
            memoryUsedBytes: number | null;
            memoryTotalBytes: number | null;
            fullestDisk: {
                mount: string;
                usedBytes: number;
                totalBytes: number;
            } | null;
            networkInBytesPerS: number | null;
            networkOutBytesPerS: number | null;
            containersRunning: number;
            containersTotal: number;
            containersUnhealthy: number;
            memoryLimitsBytes: number;
            containersWithoutLimit: number;
            cpuSparkline: (number | null)[];
            memorySparkline: (number | null)[];
        }[];
        containers: {
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
        }[];
        problems: {
            code: "agent_silent" | "docker_failing" | "docker_forbidden" | "docker_missing" | "logs_forbidden" | "no_agent" | "store_unreachable";
            host: string | null;
            detail: string;
        }[];
    }, Error>;
    isPolling: boolean;
};
//# sourceMappingURL=inventory.d.ts.map