export {};
//# sourceMappingURL=chart-option.test.d.ts.map