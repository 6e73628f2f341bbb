import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { describeChanges } from '../changes.js';
import { keepRedacted } from '../rules.js';
import { nextFold } from '../subject-fold.js';
import { evaluateState } from './evaluate.js';
import { eventBody } from './event-body.js';
import { occurredAtOf } from './occurred-at.js';
/**
 * The change that takes a subject back to an earlier version. Nothing is taken away from its history: what is stored is one more version.
 * Errors: VersionConflict, NoState (there has never been a change), InvalidInput (a time ahead of the clock).
 */
export const decideRestore = (args) => {
    const { present, subject, input, now } = args;
    const expected = input.expectedVersion;
    if (expected !== undefined && expected !== present.version) {
        return left({ _tag: 'VersionConflict', subject, expected, actual: present.version });
    }
    if (present.version < 0)
        return left({ _tag: 'NoState', subject });
    const at = occurredAtOf(input.occurredAt, now);
    if (isLeft(at))
        return at;
    const goal = goalOf(args);
    return goal === undefined
        ? right({ _tag: 'Unchanged', version: present.version })
        : right(restoration(args, goal, at.right));
};
const goalOf = ({ present, target, rules, itemKeys }) => {
    if (target.state === null) {
        return present.state === null ? undefined : { change: { kind: 'delete' }, state: null, skippedPaths: [] };
    }
    const { state, skippedPaths } = keepRedacted(rules, present.state, target.state);
    const evaluated = evaluateState(present.state, state, itemKeys);
    return evaluated._tag === 'Same' ? undefined : { change: evaluated.change, state, skippedPaths };
};
const restoration = (args, goal, occurredAt) => {
    const { present, target, subject, input, id, tenant, now } = args;
    const { change, state, skippedPaths } = goal;
    const verb = input.verb ?? `${subject.type}.restored`;
    const restoredFrom = { version: target.version };
    const delta = change.kind === 'patch' ? change.delta : undefined;
    return {
        _tag: 'Restore',
        body: eventBody(input, { id, subject, verb, tenant, occurredAt, change, restoredFrom }),
        next: nextFold(present, state, occurredAt, now),
        changes: describeChanges(present.state, state, delta),
        skippedPaths,
    };
};
//# sourceMappingURL=decide-restore.js.map