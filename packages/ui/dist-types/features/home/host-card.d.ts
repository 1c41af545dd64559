import type { Host } from '@longshore/common/api/inventory';
/** One host at a glance: CPU, memory, its fullest disk, load and containers. */
export declare function HostCard({ host, nowMs }: {
    readonly host: Host;
    readonly nowMs: number;
}): import("react").JSX.Element;
//# sourceMappingURL=host-card.d.ts.map