import { type Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
/** Draws only the rows that can be seen. `offsetTop` is the height of what stands above the rows. */
export declare function useVirtualRows(options: {
    readonly count: number;
    readonly rowHeight: number;
    readonly scroller: RefObject<HTMLElement | null> | (() => HTMLElement | null);
    readonly offsetTop?: number;
    readonly keyOf?: (index: number) => string;
}): Virtualizer<HTMLElement, Element>;
//# sourceMappingURL=virtual-rows.d.ts.map