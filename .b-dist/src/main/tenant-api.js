export {};
//# sourceMappingURL=tenant-api.js.map