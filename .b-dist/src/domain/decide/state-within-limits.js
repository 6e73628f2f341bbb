import { isLeft } from 'fp-ts/lib/Either.js';
import { limits } from '../limits.js';
import { checkValue } from '../value-limits.js';
/**
 * What is wrong with a state that a patch has led to; its parts are known to be JSON, but together they may be too much.
 * `field` names the delta that did it.
 */
export const stateIssues = (state, field) => {
    if (isSurelyWithin(state))
        return [];
    const checked = checkValue(state, '', {
        maxDepth: limits.maxDepth,
        maxNodes: limits.maxNodes,
        maxBytes: limits.maxStateBytes,
        allowNul: true,
    });
    return isLeft(checked)
        ? checked.left.map(({ message }) => ({ field, message: `leads to a state that ${message}` }))
        : [];
};
/** Quick, as it runs for every patch: counts each character as the longest escape. What fails it is looked at closely. */
const isSurelyWithin = (state) => add({ nodes: 0, bytes: 0 }, state, 0);
const escapeBytes = 6;
const numberBytes = 25;
const add = (size, value, depth) => {
    size.nodes += 1;
    if (size.nodes > limits.maxNodes || size.bytes > limits.maxStateBytes || depth > limits.maxDepth)
        return false;
    if (typeof value === 'string')
        size.bytes += value.length * escapeBytes + 3;
    else if (typeof value !== 'object' || value === null)
        size.bytes += numberBytes;
    else
        return addMembers(size, value, depth + 1);
    return size.bytes <= limits.maxStateBytes;
};
const addMembers = (size, container, depth) => {
    size.bytes += 3;
    for (const key of Object.keys(container)) {
        if (!Array.isArray(container))
            size.bytes += key.length * escapeBytes + 3;
        if (!add(size, container[key], depth))
            return false;
    }
    return true;
};
//# sourceMappingURL=state-within-limits.js.map