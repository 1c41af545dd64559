export {};
//# sourceMappingURL=url-state.test.d.ts.map