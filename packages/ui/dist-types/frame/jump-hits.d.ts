import type { Inventory } from '@longshore/common/api/inventory';
/** Somewhere to jump to. */
export interface Hit {
    readonly kind: 'page' | 'host' | 'container';
    readonly key: string;
    readonly name: string;
    /** What tells two of the same name apart. */
    readonly detail: string;
}
/**
 * Where a typed text leads: pages, hosts and containers that contain all of its words; names that begin with it
 * come first.
 */
export declare function findHits(text: string, pages: readonly Hit[], inventory: Inventory | undefined): Hit[];
//# sourceMappingURL=jump-hits.d.ts.map