import type { Inventory } from '@longshore/common/api/inventory';
import { type SortOrder } from '../../url-state.ts';
import { type Grouping, type Row } from './rows.ts';
/** What of the snapshot is on screen, and why the rest is not. */
export interface ShownContainers {
    readonly rows: readonly Row[];
    readonly sort: SortOrder;
    readonly grouping: Grouping;
    readonly total: number;
    readonly shownCount: number;
    /** Stopped containers that fit the filter but are hidden. */
    readonly hiddenCount: number;
    readonly showsStopped: boolean;
    /** Words of the filter that are not understood. */
    readonly unknown: readonly string[];
}
/** Applies the filter, grouping and order of the address to a snapshot. */
export declare function useShownContainers({ containers, at }: Inventory): ShownContainers;
//# sourceMappingURL=use-shown-containers.d.ts.map