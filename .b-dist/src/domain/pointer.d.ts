/** The pointer to a member or an item of what `pointer` points to. */
export declare const appendSegment: (pointer: string, segment: string | number) => string;
/** The unescaped segments of a pointer; undefined for what is not one (no leading slash, a `~` without 0 or 1). */
export declare const parsePointer: (pointer: string) => readonly string[] | undefined;
export declare const formatPointer: (segments: readonly (string | number)[]) => string;
