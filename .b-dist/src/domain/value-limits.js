import { left, right } from 'fp-ts/lib/Either.js';
import { jsonTextBytes } from './json-bytes.js';
import { put } from './json-object.js';
import { formatPointer } from './pointer.js';
/** More issues than this are not worth listing. */
const maxIssues = 100;
/**
 * Makes sure that a value is JSON within limits: no NaN, ±Infinity, undefined, function, bigint, symbol or object with a
 * prototype of its own; no integer beyond ±(2^53−1) (it could not be told from its neighbour); no lone surrogates.
 * −0 becomes 0. Answers the same reference where nothing had to be changed. Never deeper than `maxDepth` on the stack.
 * Left: issues whose `field` is a JSON Pointer that starts with the given one.
 */
export const checkValue = (value, field, limits) => {
    const walk = { limits, field, path: [], issues: [], nodes: 0, bytes: 0 };
    const checked = check(walk, value);
    if (walk.nodes > limits.maxNodes) {
        walk.issues.push({ field, message: `must have at most ${limits.maxNodes} values in all` });
    }
    else if (limits.maxBytes !== undefined && walk.bytes > limits.maxBytes) {
        walk.issues.push({ field, message: `must be at most ${limits.maxBytes} bytes of JSON text` });
    }
    return walk.issues.length > 0 ? left(walk.issues) : right(checked);
};
const add = (walk, message) => {
    if (walk.issues.length < maxIssues)
        walk.issues.push({ field: walk.field + formatPointer(walk.path), message });
};
const check = (walk, value) => {
    walk.nodes += 1;
    if (typeof value === 'string')
        return checkText(walk, value);
    if (typeof value === 'number')
        return checkNumber(walk, value);
    if (typeof value === 'object' && value !== null)
        return checkContainer(walk, value);
    if (typeof value === 'boolean' || value === null) {
        walk.bytes += value === false ? 5 : 4;
        return value;
    }
    add(walk, `must be a JSON value, not ${value === undefined ? 'undefined' : `a ${typeof value}`}`);
    return null;
};
const checkNumber = (walk, value) => {
    if (!Number.isFinite(value))
        add(walk, `must be a finite number, not ${value}`);
    else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        add(walk, 'is an integer beyond ±9007199254740991 and would lose digits: send it as a string');
    }
    walk.bytes += String(value).length;
    return value === 0 ? 0 : value;
};
const checkText = (walk, text) => {
    if (!text.isWellFormed())
        add(walk, 'must not contain a lone surrogate');
    if (!walk.limits.allowNul && text.includes('\0'))
        add(walk, 'must not contain U+0000');
    if (walk.limits.maxBytes !== undefined)
        walk.bytes += jsonTextBytes(text);
    return text;
};
const checkContainer = (walk, value) => {
    if (walk.path.length >= walk.limits.maxDepth) {
        add(walk, `is nested more than ${walk.limits.maxDepth} deep`);
        return null;
    }
    if (Array.isArray(value))
        return checkArray(walk, value);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype)
        return checkObject(walk, value);
    add(walk, 'must be a plain object');
    return null;
};
const checkArray = (walk, items) => {
    walk.bytes += Math.max(2, items.length + 1);
    let copy;
    for (let index = 0; index < items.length && walk.nodes <= walk.limits.maxNodes; index++) {
        walk.path.push(index);
        const checked = check(walk, items[index]);
        walk.path.pop();
        if (copy === undefined && !Object.is(checked, items[index]))
            copy = items.slice(0, index);
        copy?.push(checked);
    }
    return copy ?? items;
};
const checkObject = (walk, object) => {
    const keys = Object.keys(object);
    walk.bytes += Math.max(2, 2 * keys.length + 1);
    let copy;
    for (const key of keys) {
        if (walk.nodes > walk.limits.maxNodes)
            break;
        walk.path.push(key);
        checkText(walk, key);
        if (key === '$redacted' && walk.limits.refuseRedacted === true) {
            add(walk, 'is written by the store alone: `$redacted` is not taken from outside');
        }
        const checked = check(walk, object[key]);
        walk.path.pop();
        if (!Object.is(checked, object[key])) {
            copy ??= { ...object };
            put(copy, key, checked);
        }
    }
    return copy ?? object;
};
//# sourceMappingURL=value-limits.js.map