import { isJsonArray } from './json.js';
/**
 * The canonical form of RFC 8785 (JSON Canonicalization Scheme): no blanks, keys sorted by UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Two values have the same form exactly when `equalJson` holds. The value must be one
 * that `checkValue` lets through (finite numbers, no lone surrogates, bounded depth).
 */
export const canonicalize = (value) => {
    if (value === null || typeof value !== 'object')
        return JSON.stringify(value);
    if (isJsonArray(value)) {
        let text = '[';
        for (let index = 0; index < value.length; index++) {
            if (index > 0)
                text += ',';
            text += canonicalize(value[index]);
        }
        return text + ']';
    }
    let text = '{';
    for (const key of Object.keys(value).sort()) {
        if (text.length > 1)
            text += ',';
        text += JSON.stringify(key) + ':' + canonicalize(value[key]);
    }
    return text + '}';
};
//# sourceMappingURL=canonical.js.map