import type { Container } from '@longshore/common/api/inventory';
import type { SortOrder } from '../../url-state.ts';
/** A column of the container table; `value` is what it sorts by, null last in either direction. */
export interface Column {
    readonly key: ColumnKey;
    readonly value: (container: Container, nowMs: number) => number | string | null;
    /** Numbers show their largest first when a person first sorts by them. */
    readonly largestFirst: boolean;
}
/** The columns in their order. */
export type ColumnKey = 'state' | 'name' | 'app' | 'image' | 'cpu' | 'memory' | 'network' | 'disk' | 'restarts' | 'uptime' | 'host' | 'ports';
export declare const COLUMNS: readonly Column[];
/** The order before anybody chose one: what needs a person on top, then by name. */
export declare const DEFAULT_SORT: SortOrder;
/** Sorted containers; equal ones by name, so that rows do not jump between two snapshots. */
export declare function sortContainers(containers: readonly Container[], { key, descending }: SortOrder, nowMs: number): Container[];
//# sourceMappingURL=columns.d.ts.map