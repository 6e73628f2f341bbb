/** A check answers what is wrong with a text, or undefined where nothing is. */
export type TextCheck = (text: string) => string | undefined;
/** The type of a subject or of a party. It has no `-` and no `:`, which is what stream names are split at. */
export declare const checkType: TextCheck;
export declare const checkTenant: TextCheck;
export declare const checkChannel: TextCheck;
export declare const checkVerb: TextCheck;
export declare const checkUuid: TextCheck;
/** The id of a subject, a party, an org or a transaction: compared byte by byte; slashes and colons are fine. */
export declare const checkId: TextCheck;
/** Free text of `min` to `max` characters (Unicode code points), without U+0000 and lone surrogates. */
export declare const checkText: (min: number, max: number) => TextCheck;
/** 16384 as `16,384`. */
export declare const grouped: (n: number) => string;
