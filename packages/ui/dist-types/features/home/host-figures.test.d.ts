export {};
//# sourceMappingURL=host-figures.test.d.ts.map