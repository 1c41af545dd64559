/** The mark of the product: three containers, stacked. */
export declare function Brand(): import("react").JSX.Element;
/** The way to the pages. Only what exists is listed. */
export declare function Rail(): import("react").JSX.Element;
//# sourceMappingURL=rail.d.ts.map