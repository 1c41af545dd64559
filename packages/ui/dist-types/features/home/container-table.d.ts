import type { Host } from '@longshore/common/api/inventory';
import type { SortOrder } from '../../url-state.ts';
import type { Row } from './rows.ts';
interface Props {
    readonly rows: readonly Row[];
    readonly hosts: readonly Host[];
    readonly sort: SortOrder;
    readonly onSort: (sort: SortOrder) => void;
    readonly nowMs: number;
    /** True where a table does not fit; each container is a card then. */
    readonly isNarrow: boolean;
}
/** All containers as a table that can be sorted, or as cards where there is little room. */
export declare function ContainerTable({ rows, hosts, sort, onSort, nowMs, isNarrow }: Props): import("react").JSX.Element;
export {};
//# sourceMappingURL=container-table.d.ts.map