export {};
//# sourceMappingURL=decided.js.map