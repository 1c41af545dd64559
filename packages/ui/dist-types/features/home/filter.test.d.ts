export {};
//# sourceMappingURL=filter.test.d.ts.map