import type { Host } from '@longshore/common/api/inventory';
/** What the card of a host shows beside the plain figures. */
export declare function hostFigures(host: Host): {
    memoryShare: number | null;
    /** The sum of the containers' limits as a share of the memory: above 1 it is promised twice. */
    limitsShare: number | null;
    loadLevel: "bad" | "ok" | "warn";
};
/** Amber above the number of cores, red above twice that. */
export declare function loadLevel(load: number | null, cores: number | null): 'ok' | 'warn' | 'bad';
/** Whether the agent of a host has stopped talking. */
export declare function isSilent({ lastSeen }: Host, nowMs: number): boolean;
//# sourceMappingURL=host-figures.d.ts.map