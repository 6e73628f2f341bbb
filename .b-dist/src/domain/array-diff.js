import { DiffPatcher } from 'jsondiffpatch';
import { arrayPlan, oldIndexes } from './array-plan.js';
import { equalJson } from './equal.js';
import { itemTokens } from './item-tokens.js';
/** The longest-common-subsequence table of jsondiffpatch has old × new cells; this many take about 10 ms. */
const maxCells = 250_000;
/**
 * It is given one number per item, equal where two items are the same one (see `itemTokens`), never the items: so it finds
 * what was added, removed and moved, no key inside an item can mislead it, and no text is diffed.
 */
const differ = new DiffPatcher({ arrays: { detectMove: true, includeValueOnMove: false } });
/**
 * The array delta between two arrays, undefined where they are equal, `[before, after]` where comparing them item by item
 * would take too long. `keys` identify items that are objects, in this order.
 */
export const diffArrays = (before, after, keys, diffItem) => {
    const head = commonHead(before, after, equalJson);
    if (head === before.length && head === after.length)
        return undefined;
    const tail = commonTail(before, after, head, equalJson);
    const oldItems = before.slice(head, before.length - tail);
    const newItems = after.slice(head, after.length - tail);
    const { oldTokens, newTokens } = itemTokens(oldItems, newItems, keys);
    if (cells(oldTokens, newTokens) > maxCells)
        return [before, after];
    const plan = planOf(oldTokens, newTokens);
    return arrayDelta(oldItems, newItems, head, plan, diffItem);
};
const commonHead = (a, b, same) => {
    const most = Math.min(a.length, b.length);
    let length = 0;
    while (length < most && same(a[length], b[length]))
        length += 1;
    return length;
};
const commonTail = (a, b, head, same) => {
    const most = Math.min(a.length, b.length) - head;
    let length = 0;
    while (length < most && same(a[a.length - 1 - length], b[b.length - 1 - length]))
        length += 1;
    return length;
};
const sameToken = (a, b) => a === b;
const cells = (oldTokens, newTokens) => {
    const head = commonHead(oldTokens, newTokens, sameToken);
    const common = head + commonTail(oldTokens, newTokens, head, sameToken);
    return (oldTokens.length - common) * (newTokens.length - common);
};
const noChange = { removed: [], moved: [], added: [], changed: [] };
const planOf = (oldTokens, newTokens) => {
    const delta = differ.diff(oldTokens, newTokens);
    return (delta === undefined ? undefined : arrayPlan(delta)) ?? noChange;
};
/** The plan's tokens replaced by the items they stand for, its indexes moved by `head`, and changes within items added. */
const arrayDelta = (oldItems, newItems, head, plan, diffItem) => {
    const entries = {};
    for (const { oldIndex } of plan.removed)
        entries[`_${head + oldIndex}`] = [oldItems[oldIndex], 0, 0];
    for (const { oldIndex, newIndex } of plan.moved)
        entries[`_${head + oldIndex}`] = ['', head + newIndex, 3];
    const added = new Set(plan.added.map(({ newIndex }) => newIndex));
    const oldIndexOf = oldIndexes(plan);
    for (const [newIndex, item] of newItems.entries()) {
        const entry = added.has(newIndex) ? [item] : diffItem(oldItems[oldIndexOf(newIndex)], item, head + newIndex);
        if (entry !== undefined)
            entries[head + newIndex] = entry;
    }
    return Object.keys(entries).length === 0 ? undefined : { ...entries, _t: 'a' };
};
//# sourceMappingURL=array-diff.js.map