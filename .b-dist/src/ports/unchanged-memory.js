export {};
//# sourceMappingURL=unchanged-memory.js.map