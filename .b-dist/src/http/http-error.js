export {};
//# sourceMappingURL=http-error.js.map