/** The UTF-8 bytes of `JSON.stringify(text)`, without making it. */
export declare const jsonTextBytes: (text: string) => number;
