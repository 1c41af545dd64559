export {};
//# sourceMappingURL=flat-fields.test.d.ts.map