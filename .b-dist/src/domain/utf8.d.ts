/** The number of bytes that the text takes as UTF-8 (a lone surrogate counts as U+FFFD: three). */
export declare const utf8Length: (text: string) => number;
/** Whether the text takes at most so many bytes as UTF-8; looks at the characters only where its length leaves it open. */
export declare const fitsUtf8: (text: string, maxBytes: number) => boolean;
