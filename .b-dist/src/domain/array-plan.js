/** An array delta is told from an object delta by its own `_t` with the value `'a'`. */
export const isArrayDelta = (delta) => !Array.isArray(delta) && Object.hasOwn(delta, '_t') && delta._t === 'a';
export const isMove = (entry) => Array.isArray(entry) && entry.length === 3 && entry[0] === '' && entry[2] === 3 && isIndex(entry[1]);
export const isRemoval = (entry) => Array.isArray(entry) && entry.length === 3 && entry[1] === 0 && entry[2] === 0;
const isIndex = (value) => Number.isSafeInteger(value) && value >= 0;
/** The number that an array index of a delta stands for; undefined for `01`, `-1`, `1e3` and the like. */
export const parseIndex = (text) => /^(?:0|[1-9]\d{0,9})$/.test(text) ? Number(text) : undefined;
/** Undefined where the delta is not one (see `checkDelta`, which says why). */
export const arrayPlan = (delta) => {
    const removed = [];
    const moved = [];
    const added = [];
    const changed = [];
    const targets = new Set();
    for (const key of Object.keys(delta)) {
        if (key === '_t')
            continue;
        const entry = delta[key];
        const isOld = key.startsWith('_');
        const index = parseIndex(isOld ? key.slice(1) : key);
        if (index === undefined || typeof entry !== 'object' || entry === null)
            return undefined;
        if (isOld && isRemoval(entry))
            removed.push({ oldIndex: index, value: entry[0] });
        else if (isOld && isMove(entry) && !targets.has(entry[1])) {
            targets.add(entry[1]);
            moved.push({ oldIndex: index, newIndex: entry[1] });
        }
        else if (isOld)
            return undefined;
        else if (Array.isArray(entry) && entry.length === 1)
            added.push({ newIndex: index, value: entry[0] });
        else
            changed.push({ newIndex: index, delta: entry });
    }
    if (added.some(({ newIndex }) => targets.has(newIndex)))
        return undefined;
    removed.sort((a, b) => a.oldIndex - b.oldIndex);
    moved.sort((a, b) => a.newIndex - b.newIndex);
    added.sort((a, b) => a.newIndex - b.newIndex);
    changed.sort((a, b) => a.newIndex - b.newIndex);
    return { removed, moved, added, changed };
};
/**
 * For each new index in ascending order the old index of the same item: items that are neither removed nor moved keep
 * their order and fill the places that no added or moved item takes. Call it with ascending indexes of items that are
 * in both arrays.
 */
export const oldIndexes = (plan) => {
    const movedFrom = new Map(plan.moved.map(({ newIndex, oldIndex }) => [newIndex, oldIndex]));
    const placed = [...plan.added, ...plan.moved].map(({ newIndex }) => newIndex).sort((a, b) => a - b);
    const gone = [...plan.removed, ...plan.moved].map(({ oldIndex }) => oldIndex).sort((a, b) => a - b);
    let placedBefore = 0;
    let goneBefore = 0;
    return (newIndex) => {
        const from = movedFrom.get(newIndex);
        if (from !== undefined)
            return from;
        while (placedBefore < placed.length && placed[placedBefore] < newIndex)
            placedBefore += 1;
        const rank = newIndex - placedBefore;
        while (goneBefore < gone.length && gone[goneBefore] <= rank + goneBefore)
            goneBefore += 1;
        return rank + goneBefore;
    };
};
//# sourceMappingURL=array-plan.js.map