export const isJsonObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isJsonArray = (value) => Array.isArray(value);
//# sourceMappingURL=json.js.map