export {};
//# sourceMappingURL=container-facts.test.d.ts.map