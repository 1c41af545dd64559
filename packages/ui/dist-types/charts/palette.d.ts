/** The colour of a named thing, the same on every page and in every chart: chosen by hash of the name. */
export declare function colorOf(name: string): string;
//# sourceMappingURL=palette.d.ts.map