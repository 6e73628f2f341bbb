import { left, right } from 'fp-ts/lib/Either.js';
import { patch } from './patch.js';
import { parseTime } from './time.js';
export const emptyFold = {
    version: -1,
    state: null,
    occurredAt: -Infinity,
    effectiveAt: -Infinity,
    recordedAt: -Infinity,
};
/**
 * The subject after one more of its changes, in the order of its stream.
 * Left: the JSON Pointers at which a delta does not fit the state, or one sentence where the event cannot be the next one at all.
 */
export const applyStored = (fold, event) => {
    if (event.change === undefined || event.applied === false)
        return left(['an activity changes no state']);
    if (event.revision !== fold.version + 1)
        return left([`revision ${event.revision} cannot follow version ${fold.version}`]);
    const occurredAt = parseTime(event.occurredAt);
    const recordedAt = parseTime(event.recordedAt);
    if (occurredAt === undefined || recordedAt === undefined)
        return left(['a time cannot be read']);
    const state = applyChange(fold.state, event.change);
    return state._tag === 'Left' ? state : right(nextFold(fold, state.right, occurredAt, recordedAt));
};
/** The fold after a change that led to `state`. `recordedAt` is raised to the last one's where the clock has gone back. */
export const nextFold = (fold, state, occurredAt, recordedAt) => ({
    version: fold.version + 1,
    state,
    occurredAt,
    effectiveAt: Math.max(fold.effectiveAt, occurredAt),
    recordedAt: Math.max(fold.recordedAt, recordedAt),
});
/** Left: the JSON Pointers at which the delta's old values are not the state's; `""` where there is no state, or where none would be left. */
export const applyChange = (state, change) => {
    switch (change.kind) {
        case 'state':
            return right(change.state);
        case 'delete':
            return right(null);
        case 'patch':
            return state === null ? left(['']) : notNull(patch(state, change.delta));
    }
};
const notNull = (patched) => patched._tag === 'Right' && patched.right === null ? left(['']) : patched;
//# sourceMappingURL=subject-fold.js.map