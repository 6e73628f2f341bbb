export const invalidInput = (field, message) => ({
    _tag: 'InvalidInput',
    issues: [{ field, message }],
});
//# sourceMappingURL=errors.js.map