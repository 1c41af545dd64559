/** Where in a query an error is, counted from 0, if its reason says so; at most the query's end. */
export declare function placeOf(reason: string, query: string): number | undefined;
//# sourceMappingURL=query-error.d.ts.map