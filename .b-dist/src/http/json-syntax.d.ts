/**
 * Where a text stops being JSON (RFC 8259): the index of the first UTF-16 unit that cannot stand there (the text's length where it
 * ends too early), or undefined where it is JSON. Engines say it with a piece of the text, or not at all; this says the place alone.
 */
export declare const syntaxErrorIndex: (text: string) => number | undefined;
