export {};
//# sourceMappingURL=event-text.test.d.ts.map