import { isArrayDelta, isMove } from './array-plan.js';
import { canonicalize } from './canonical.js';
import { equalJson } from './equal.js';
import { isJsonArray } from './json.js';
import { put } from './json-object.js';
import { rulePaths, verdictOn } from './rule-paths.js';
export { checkRules, checkRulesByType, rulesFor } from './check-rules.js';
export { keepRedacted } from './keep-redacted.js';
/**
 * Leaves out values at ignored paths and puts `{ "$redacted": token }` for those at redacted ones. The token is the first 128
 * bits of the MAC of the canonical form of [subject type, subject id, pattern of the rule, value]: of the pattern, not of
 * the value's own path, so that it stays the same when an item moves. A value redacted before stays as it is.
 */
export const applyRules = (rules, subject, mac) => {
    const paths = rulePaths(rules);
    if (paths.length === 0)
        return { state: (state) => state, delta: (delta) => delta };
    const token = (pattern, value, ...more) => ({
        $redacted: mac(canonicalize([subject.type, subject.id, pattern, value, ...more])).slice(0, 32),
    });
    return {
        state: (state) => applyToValue(state, paths, token),
        delta: (delta) => applyToDelta(delta, paths, token),
    };
};
/** Whether a value is what the store puts for a redacted one. */
export const isRedacted = (value) => typeof value === 'object' &&
    value !== null &&
    !isJsonArray(value) &&
    Object.keys(value).length === 1 &&
    Object.hasOwn(value, '$redacted') &&
    typeof value['$redacted'] === 'string' &&
    /^[0-9a-f]{32}$/.test(value['$redacted']);
const redacted = (value, pattern, inside, token) => isRedacted(value) ? value : token(pattern, applyToValue(value, inside, token));
const applyToValue = (value, paths, token) => {
    if (paths.length === 0 || typeof value !== 'object' || value === null)
        return value;
    if (isJsonArray(value))
        return value.flatMap((item) => listed(applyToMember(item, null, paths, token)));
    const result = {};
    for (const [key, member] of Object.entries(value)) {
        const applied = applyToMember(member, key, paths, token);
        if (applied !== undefined)
            put(result, key, applied);
    }
    return result;
};
const listed = (item) => (item === undefined ? [] : [item]);
/** undefined where it is ignored. */
const applyToMember = (value, segment, paths, token) => {
    const verdict = verdictOn(paths, segment);
    switch (verdict._tag) {
        case 'Ignored':
            return undefined;
        case 'Redacted':
            return redacted(value, verdict.pattern, verdict.inside, token);
        case 'Follow':
            return applyToValue(value, verdict.inside, token);
    }
};
const applyToDelta = (delta, paths, token) => {
    if (paths.length === 0)
        return delta;
    if (Array.isArray(delta)) {
        return mapLeaf(delta, (value) => applyToValue(value, paths, token));
    }
    const isArray = isArrayDelta(delta);
    const result = {};
    for (const [key, entry] of Object.entries(delta)) {
        if (isArray && key === '_t')
            continue;
        const applied = applyToEntry(entry, isArray ? null : key, paths, token);
        if (applied !== undefined)
            put(result, key, applied);
    }
    if (Object.keys(result).length === 0)
        return undefined;
    return isArray ? { ...result, _t: 'a' } : result;
};
const applyToEntry = (entry, segment, paths, token) => {
    const verdict = verdictOn(paths, segment);
    if (verdict._tag === 'Ignored')
        return undefined;
    if (segment === null && isMove(entry))
        return entry;
    if (verdict._tag === 'Follow')
        return applyToDelta(entry, verdict.inside, token);
    const { pattern, inside } = verdict;
    if (Array.isArray(entry))
        return mapLeaf(entry, (value) => redacted(value, pattern, inside, token));
    const kept = applyToDelta(entry, inside, token);
    return kept && [token(pattern, kept, 'before'), token(pattern, kept, 'after')];
};
/** The leaf with its values mapped; undefined where what it replaced has become the same. */
const mapLeaf = (leaf, map) => {
    if (leaf.length === 1)
        return [map(leaf[0])];
    if (leaf.length === 3)
        return [map(leaf[0]), 0, 0];
    const replaced = [map(leaf[0]), map(leaf[1])];
    return equalJson(replaced[0], replaced[1]) ? undefined : replaced;
};
//# sourceMappingURL=rules.js.map