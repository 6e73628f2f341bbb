/** Stored text as it may be shown on a terminal: characters that act are shown as `\uXXXX`, line ends and tabs as `\n`, `\r`, `\t`. */
export declare const safeText: (text: string) => string;
/** A JSON text that means the same, with nothing in it that a terminal acts on; line ends of its layout stay. */
export declare const safeJson: (json: string) => string;
/** A value in one line, cut to `width` code points with `…`. */
export declare const compactJson: (value: unknown, width?: number) => string;
/** Cuts a text to `width` code points, the last of them `…`. */
export declare const cut: (text: string, width: number) => string;
