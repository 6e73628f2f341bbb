import { isRight } from 'fp-ts/lib/Either.js';
import { isArrayDelta } from './array-plan.js';
import { equalJson } from './equal.js';
import { isJsonObject } from './json.js';
import { own, put } from './json-object.js';
import { patch, unpatch } from './patch.js';
/**
 * Whether `patch` and `unpatch` lead from each value to the other. The way back starts from what the way there made, which
 * is equal to `after` and shares with `before` all that did not change, so that this is not compared twice.
 */
export const holds = (before, after, delta) => {
    const forth = patch(before, delta);
    if (!isRight(forth) || !equalJson(forth.right, after))
        return false;
    const back = unpatch(forth.right, delta);
    return isRight(back) && equalJson(back.right, before);
};
/**
 * The delta itself where it holds; else one in which the smallest possible part of it is a replacement of a whole value.
 */
export const lawful = (before, after, delta) => {
    if (holds(before, after, delta))
        return delta;
    if (Array.isArray(delta) || isArrayDelta(delta) || !isJsonObject(before) || !isJsonObject(after))
        return [before, after];
    const mended = {};
    for (const [key, child] of Object.entries(delta)) {
        const from = own(before, key);
        const to = own(after, key);
        put(mended, key, from === undefined || to === undefined ? child : lawful(from, to, child));
    }
    return holds(before, after, mended) ? mended : [before, after];
};
//# sourceMappingURL=lawful.js.map