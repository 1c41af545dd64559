export {};
//# sourceMappingURL=table.test.d.ts.map