import { equalJson } from './equal.js';
import { compileItemKeys, itemIdentity } from './item-keys.js';
import { isJsonArray, isJsonObject } from './json.js';
import { own, put } from './json-object.js';
import { formatPointer } from './pointer.js';
import { rulePaths, verdictOn } from './rule-paths.js';
/**
 * The state that a restore may make: the target, but at redacted paths whatever is there at present (or nothing, where there is
 * nothing), since the value that belongs to the target's token is not known. A redacted value goes with the object or item
 * around it where the target has none there. Items of arrays answer to each other by their identifying key, else by index;
 * an array whose items themselves are redacted stays as it is at present.
 */
export const keepRedacted = (rules, present, target) => {
    const paths = rulePaths(rules).filter(({ kind }) => kind === 'redact');
    if (paths.length === 0)
        return { state: target, skippedPaths: [] };
    const walk = { skipped: new Set(), path: [], keysAt: compileItemKeys(rules?.arrayItemKeys) };
    const state = keep(walk, present ?? undefined, target, paths);
    return { state, skippedPaths: [...walk.skipped].sort() };
};
const keep = (walk, present, target, paths) => {
    if (paths.length === 0)
        return target;
    if (isJsonObject(target))
        return keepMembers(walk, isJsonObject(present) ? present : {}, target, paths);
    if (isJsonArray(target))
        return keepItems(walk, isJsonArray(present) ? present : [], target, paths);
    return target;
};
const keepMembers = (walk, present, target, paths) => {
    const result = {};
    for (const key of new Set([...Object.keys(target), ...Object.keys(present)])) {
        walk.path.push(key);
        const value = keepMember(walk, own(present, key), own(target, key), key, paths);
        walk.path.pop();
        if (value !== undefined)
            put(result, key, value);
    }
    return result;
};
const keepMember = (walk, present, target, key, paths) => {
    const verdict = verdictOn(paths, key);
    if (verdict._tag === 'Follow')
        return target === undefined ? undefined : keep(walk, present, target, verdict.inside);
    skipUnlessEqual(walk, present, target);
    return present;
};
const skipUnlessEqual = (walk, present, target) => {
    if (!equalJson(present, target))
        walk.skipped.add(formatPointer(walk.path));
};
const keepItems = (walk, present, target, paths) => {
    const verdict = verdictOn(paths, null);
    const atIndex = (index, run) => {
        walk.path.push(String(index));
        const result = run();
        walk.path.pop();
        return result;
    };
    if (verdict._tag !== 'Follow') {
        const most = Math.max(present.length, target.length);
        for (let index = 0; index < most; index++) {
            atIndex(index, () => skipUnlessEqual(walk, present[index], target[index]));
        }
        return present;
    }
    const counterpart = counterparts(present, walk.keysAt(walk.path));
    return target.map((item, index) => atIndex(index, () => keep(walk, counterpart(item, index), item, verdict.inside)));
};
/** The present item that a target's item answers to. */
const counterparts = (present, keys) => {
    const identity = (item) => isJsonObject(item) ? itemIdentity(item, keys) : undefined;
    const byIdentity = new Map(present.map((item) => [identity(item), item]));
    return (item, index) => {
        const name = identity(item);
        if (name !== undefined)
            return byIdentity.get(name);
        return identity(present[index]) === undefined ? present[index] : undefined;
    };
};
//# sourceMappingURL=keep-redacted.js.map