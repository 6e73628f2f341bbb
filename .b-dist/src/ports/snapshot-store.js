export {};
//# sourceMappingURL=snapshot-store.js.map