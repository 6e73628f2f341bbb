import { own } from './json-object.js';
import { parsePointer } from './pointer.js';
import { matchesPattern } from './path-pattern.js';
/** Where no key is configured for an array, the first of these with a string or a number identifies an item. */
const defaultKeys = ['id', '_id', 'key'];
export const compileItemKeys = (itemKeys) => {
    if (itemKeys === undefined)
        return () => defaultKeys;
    const general = Object.hasOwn(itemKeys, '*') ? [itemKeys['*']] : [];
    const patterns = Object.entries(itemKeys).flatMap(([pattern, key]) => {
        const segments = parsePointer(pattern);
        return segments === undefined ? [] : [{ segments, key }];
    });
    return (path) => {
        const found = patterns.find(({ segments }) => matchesPattern(segments, path));
        return [...(found === undefined ? general : [found.key]), ...defaultKeys];
    };
};
/** What identifies an item among its siblings, as a text; undefined where it has none of the keys. */
export const itemIdentity = (item, keys) => {
    for (const key of keys) {
        const value = own(item, key);
        if (typeof value === 'string')
            return `${key}=s${value}`;
        if (typeof value === 'number')
            return `${key}=n${value === 0 ? 0 : value}`;
    }
    return undefined;
};
//# sourceMappingURL=item-keys.js.map