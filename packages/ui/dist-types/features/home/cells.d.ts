import type { Container } from '@longshore/common/api/inventory';
import type { ReactNode } from 'react';
import type { ColumnKey } from './columns.ts';
/** What a cell needs beside its container. */
export interface CellContext {
    readonly nowMs: number;
    /** Memory of the container's host, the scale of its bar when it has no limit. */
    readonly hostMemoryBytes: number | null;
}
type CellProps = CellContext & {
    readonly container: Container;
};
/** Draws the cell of each column. */
export declare const CELLS: Readonly<Record<ColumnKey, (props: CellProps) => ReactNode>>;
export {};
//# sourceMappingURL=cells.d.ts.map