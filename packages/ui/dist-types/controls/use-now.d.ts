/** The present moment, renewed every so often, for texts such as "3 m ago". */
export declare function useNow(everyMs: number): number;
//# sourceMappingURL=use-now.d.ts.map