/** Own enumerable keys, in the object's order. */
export const ownKeys = (object) => Object.keys(object);
/** The value of an own property, undefined where there is none. */
export const own = (object, key) => Object.hasOwn(object, key) ? object[key] : undefined;
/** Sets an own property of an object that is still under construction. */
export const put = (target, key, value) => {
    // The only key whose assignment does not make an own property: an accessor on Object.prototype.
    if (key === '__proto__') {
        Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
    }
    else {
        target[key] = value;
    }
};
/** An object without prototype, so that reading a key it has not finds nothing. A later pair wins over an earlier one. */
export const fromPairs = (pairs) => {
    const object = Object.create(null);
    for (const [key, value] of pairs)
        object[key] = value;
    return object;
};
/** A copy with `key` set to `value` (at its place if it is there, else last). */
export const withKey = (object, key, value) => ({ ...object, [key]: value });
/** A copy without `key`; the same object where it has no such key. */
export const withoutKey = (object, key) => Object.hasOwn(object, key) ? withoutKeys(object, new Set([key])) : object;
/** A copy without the keys. (`delete` would make it a slow object.) */
export const withoutKeys = (object, keys) => {
    const copy = {};
    for (const key of Object.keys(object)) {
        if (!keys.has(key))
            put(copy, key, object[key]);
    }
    return copy;
};
//# sourceMappingURL=json-object.js.map