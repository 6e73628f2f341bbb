/**
 * Characters that a terminal acts on, or that make a line read differently from what it says: C0 and C1 controls, DEL, and Unicode's
 * directional marks, embeddings, overrides and isolates (UAX #9), line and paragraph separators, the byte order mark.
 */
// eslint-disable-next-line no-control-regex
const active = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
const escape = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
/** Stored text as it may be shown on a terminal: characters that act are shown as `\uXXXX`, line ends and tabs as `\n`, `\r`, `\t`. */
export const safeText = (text) => text.replace(active, (character) => short[character] ?? escape(character));
const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** A JSON text that means the same, with nothing in it that a terminal acts on; line ends of its layout stay. */
export const safeJson = (json) => json.replace(active, (character) => (character === '\n' ? '\n' : escape(character)));
/** A value in one line, cut to `width` code points with `…`. */
export const compactJson = (value, width = Number.POSITIVE_INFINITY) => cut(safeJson(JSON.stringify(value)), width);
/** Cuts a text to `width` code points, the last of them `…`. */
export const cut = (text, width) => {
    if (text.length <= width)
        return text;
    const points = Array.from(text);
    return points.length <= width ? text : `${points.slice(0, Math.max(0, width - 1)).join('')}…`;
};
//# sourceMappingURL=safe-text.js.map