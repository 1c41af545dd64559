import type { Inventory } from '@longshore/common/api/inventory';
/** Sixty containers on three hosts, with everything that goes wrong in real life, at a moment. */
export declare function standInInventory(nowMs: number): Inventory;
//# sourceMappingURL=stand-in-world.d.ts.map