import { arrayPlan, isArrayDelta, oldIndexes } from './array-plan.js';
import { put } from './json-object.js';
/**
 * The delta that leads back: `patch(after, reverse(delta))` is the value before. A malformed array delta is answered as
 * it is, for `patch` to refuse.
 */
export const reverse = (delta) => {
    if (Array.isArray(delta))
        return reverseLeaf(delta);
    if (isArrayDelta(delta)) {
        const plan = arrayPlan(delta);
        return plan === undefined ? delta : reverseArray(plan);
    }
    const reversed = {};
    for (const key of Object.keys(delta))
        put(reversed, key, reverse(delta[key]));
    return reversed;
};
const reverseLeaf = (leaf) => {
    if (leaf.length === 1)
        return [leaf[0], 0, 0];
    return leaf.length === 2 ? [leaf[1], leaf[0]] : [leaf[0]];
};
const reverseArray = ({ removed, moved, added, changed }) => {
    const reversed = { _t: 'a' };
    const oldIndexOf = oldIndexes({ removed, moved, added, changed });
    for (const { oldIndex, value } of removed)
        reversed[oldIndex] = [value];
    for (const { newIndex, value } of added)
        reversed[`_${newIndex}`] = [value, 0, 0];
    for (const { oldIndex, newIndex } of moved)
        reversed[`_${newIndex}`] = ['', oldIndex, 3];
    for (const { newIndex, delta } of changed)
        reversed[oldIndexOf(newIndex)] = reverse(delta);
    return reversed;
};
//# sourceMappingURL=reverse.js.map