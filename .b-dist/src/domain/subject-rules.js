export {};
//# sourceMappingURL=subject-rules.js.map