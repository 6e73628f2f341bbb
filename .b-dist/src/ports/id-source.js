export {};
//# sourceMappingURL=id-source.js.map