/** What the address carries: short keys and plain texts. A key that is not there has its default. */
export type Search = Readonly<Record<string, string | undefined>>;
/** Reads the part of an address after `?`. A key that comes twice counts once, with its last value. */
export declare function parseSearch(text: string): Record<string, string>;
/** Writes the part of an address with its `?`; empty values are left out, `:`, `,` and `/` stay readable. */
export declare function stringifySearch(search: Readonly<Record<string, unknown>>): string;
/** A list in one value: items are separated by commas, a comma inside an item is written `\,`. */
export declare function parseList(text: string | undefined): string[];
/** The inverse of `parseList`; an empty list is no value at all. */
export declare function stringifyList(items: readonly string[]): string | undefined;
/** A sort order in one value: `-cpu` is by `cpu`, largest first. */
export interface SortOrder {
    readonly key: string;
    readonly descending: boolean;
}
/** Reads a sort order; what is not among the known keys gives the fallback. */
export declare function parseSort(text: string | undefined, keys: readonly string[], fallback: SortOrder): SortOrder;
/** The inverse of `parseSort`. */
export declare function stringifySort({ key, descending }: SortOrder): string;
//# sourceMappingURL=url-state.d.ts.map