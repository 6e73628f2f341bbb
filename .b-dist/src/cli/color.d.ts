declare const codes: {
    readonly bold: readonly [1, 22];
    readonly dim: readonly [2, 22];
    readonly red: readonly [31, 39];
    readonly green: readonly [32, 39];
    readonly yellow: readonly [33, 39];
    readonly cyan: readonly [36, 39];
};
export type Style = keyof typeof codes;
/** The text in a colour (ECMA-48 SGR) where the output takes colours. */
export declare const paint: (output: {
    readonly color: boolean;
}, style: Style, text: string) => string;
export {};
