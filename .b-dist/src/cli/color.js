const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] };
/** The text in a colour (ECMA-48 SGR) where the output takes colours. */
export const paint = (output, style, text) => {
    const [on, off] = codes[style];
    return output.color ? `\u001b[${on}m${text}\u001b[${off}m` : text;
};
//# sourceMappingURL=color.js.map