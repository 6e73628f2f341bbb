/** Whether a path is one that a pattern stands for: as many segments, each the same or, in the pattern, `*`. */
export declare const matchesPattern: (pattern: readonly string[], path: readonly string[]) => boolean;
