export {};
//# sourceMappingURL=resource-options.js.map