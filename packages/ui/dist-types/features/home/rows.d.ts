import type { Container } from '@longshore/common/api/inventory';
/** How rows are put together. */
export type Grouping = 'none' | 'host' | 'project';
/** A line of the table: the head of a group with its sums, or a container. */
export type Row = {
    readonly kind: 'container';
    readonly container: Container;
} | {
    readonly kind: 'group';
    readonly name: string;
    readonly count: number;
    readonly cpuCores: number;
    readonly memoryUsedBytes: number;
};
/** Reads the grouping of an address. */
export declare function parseGrouping(text: string | undefined): Grouping;
/** The lines of the table: groups by name (those without one last), containers in the order given. */
export declare function rowsOf(containers: readonly Container[], grouping: Grouping): Row[];
//# sourceMappingURL=rows.d.ts.map