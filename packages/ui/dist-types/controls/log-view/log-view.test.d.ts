export {};
//# sourceMappingURL=log-view.test.d.ts.map