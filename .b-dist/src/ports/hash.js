export {};
//# sourceMappingURL=hash.js.map