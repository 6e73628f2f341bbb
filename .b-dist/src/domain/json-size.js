/**
 * Whether a JSON value is within the limits beyond doubt: each character is counted as the longest escape. It is quick, as it runs for
 * every patch; what it answers false for has to be measured. Never deeper than `maxDepth` on the stack.
 */
export const isSurelyWithin = (value, limits) => add({ limits, nodes: 0, bytes: 0 }, value, 0);
/** `\u0000` */
const escapeBytes = 6;
/** `-1.2345678901234567e-300` and a comma. */
const numberBytes = 25;
/** Quotes or brackets, and a comma or colon. */
const aroundBytes = 3;
const add = (walk, value, depth) => {
    walk.nodes += 1;
    if (typeof value === 'string')
        walk.bytes += value.length * escapeBytes + aroundBytes;
    else if (typeof value !== 'object' || value === null)
        walk.bytes += numberBytes;
    else
        return addMembers(walk, value, depth + 1);
    return walk.nodes <= walk.limits.maxNodes && walk.bytes <= walk.limits.maxBytes;
};
const addMembers = (walk, container, depth) => {
    if (depth > walk.limits.maxDepth)
        return false;
    walk.bytes += aroundBytes;
    if (Array.isArray(container))
        return container.every((item) => add(walk, item, depth));
    for (const key of Object.keys(container)) {
        walk.bytes += key.length * escapeBytes + aroundBytes;
        if (!add(walk, container[key], depth))
            return false;
    }
    return walk.nodes <= walk.limits.maxNodes && walk.bytes <= walk.limits.maxBytes;
};
//# sourceMappingURL=json-size.js.map