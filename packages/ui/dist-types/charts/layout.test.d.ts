export {};
//# sourceMappingURL=layout.test.d.ts.map