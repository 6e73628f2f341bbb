/** Whether a path is one that a pattern stands for: as many segments, each the same or, in the pattern, `*`. */
export const matchesPattern = (pattern, path) => pattern.length === path.length && pattern.every((segment, index) => segment === '*' || segment === path[index]);
//# sourceMappingURL=path-pattern.js.map