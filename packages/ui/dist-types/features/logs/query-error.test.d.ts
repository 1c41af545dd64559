export {};
//# sourceMappingURL=query-error.test.d.ts.map