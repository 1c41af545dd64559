export {};
//# sourceMappingURL=field-order.test.d.ts.map