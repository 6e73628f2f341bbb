import { diff } from '../diff.js';
import { equalJson } from '../equal.js';
import { limits } from '../limits.js';
import { applyChange } from '../subject-fold.js';
import { fitsUtf8 } from '../utf8.js';
import { stateIssues } from './state-within-limits.js';
/** A change against the present state: what is to be stored of it and the state it leads to. A whole state is turned into a delta where there is one already. */
export const evaluate = (fold, subject, change, itemKeys) => {
    switch (change.kind) {
        case 'delete':
            if (fold.state !== null)
                return { _tag: 'Next', change, state: null };
            return fold.version < 0 ? refused({ _tag: 'NoState', subject }) : same;
        case 'state':
            return evaluateState(fold.state, change.state, itemKeys);
        case 'patch':
            return fold.state === null
                ? refused({ _tag: 'NoState', subject })
                : evaluatePatch(fold.version, fold.state, subject, change);
    }
};
/** Takes a subject from its present state to another one. */
export const evaluateState = (present, state, itemKeys) => {
    if (present === null)
        return { _tag: 'Next', change: { kind: 'state', state }, state };
    const delta = diff(present, state, itemKeys);
    return delta === undefined ? same : { _tag: 'Next', change: asChange(delta, state), state };
};
const evaluatePatch = (version, present, subject, change) => {
    if (changesNothing(change.delta))
        return same;
    const patched = applyChange(present, change);
    if (patched._tag === 'Left')
        return refused({ _tag: 'DeltaMismatch', subject, version, paths: patched.left });
    const state = patched.right;
    if (state === null || isSame(present, state, change.delta))
        return same;
    const issues = stateIssues(state, '/change/delta');
    return issues.length > 0 ? refused({ _tag: 'InvalidInput', issues }) : { _tag: 'Next', change, state };
};
/** What is left of a delta whose paths are all ignored. */
export const changesNothing = (delta) => !Array.isArray(delta) && Object.keys(delta).length === 0;
/** A delta may put back what it took. One replaced value that differs says that it does not, without a look at the whole state. */
const isSame = (present, state, delta) => !hasDifference(delta) && equalJson(present, state);
const hasDifference = (delta) => {
    if (Array.isArray(delta))
        return delta.length === 2 && !equalJson(delta[0], delta[1]);
    return !Object.hasOwn(delta, '_t') && Object.values(delta).some(hasDifference);
};
const asChange = (delta, state) => fitsUtf8(JSON.stringify(delta), limits.maxDerivedDeltaBytes) ? { kind: 'patch', delta } : { kind: 'state', state };
const same = { _tag: 'Same' };
const refused = (error) => ({ _tag: 'Refused', error });
//# sourceMappingURL=evaluate.js.map