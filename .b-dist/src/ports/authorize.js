export const permissions = ['read', 'write', 'restore', 'admin', 'impersonate'];
//# sourceMappingURL=authorize.js.map