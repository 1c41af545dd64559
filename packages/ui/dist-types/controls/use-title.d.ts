/** Says in the tab what the page shows: `api · logs · error`. */
export declare function useTitle(...parts: readonly (string | undefined)[]): void;
//# sourceMappingURL=use-title.d.ts.map