export {};
//# sourceMappingURL=writer-link.js.map