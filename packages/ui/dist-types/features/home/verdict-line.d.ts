import type { Inventory } from '@longshore/common/api/inventory';
/** One sentence that says whether somebody is needed; its nouns are links. */
export declare function VerdictLine({ inventory }: {
    readonly inventory: Inventory;
}): import("react").JSX.Element;
//# sourceMappingURL=verdict-line.d.ts.map