export {};
//# sourceMappingURL=time-range.test.d.ts.map