import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { invalidInput } from '../errors.js';
import { emptyFold, nextFold } from '../subject-fold.js';
import { changesNothing, evaluate } from './evaluate.js';
import { eventBody } from './event-body.js';
import { occurredAtOf } from './occurred-at.js';
/**
 * What becomes of one event.
 * Errors: InvalidInput (a time ahead of the clock, a `before` that the delta does not fit, a patched state beyond the limits); and where
 * it is not to be kept as an activity: VersionConflict, NoState, DeltaMismatch.
 */
export const decideEvent = (args) => {
    const { input, now } = args;
    const at = occurredAtOf(input.occurredAt, now);
    if (isLeft(at))
        return at;
    const { change } = input;
    if (change === undefined)
        return decideActivity(args, at.right);
    if (input.outcome?.status === 'failure')
        return left(invalidInput('/change', 'must not be there with a failure'));
    return decideChange({ args, change, fold: args.fold ?? emptyFold, occurredAt: at.right });
};
const decideActivity = (args, occurredAt) => {
    const { input, id, tenant } = args;
    const { subject, verb } = input;
    return verb === undefined
        ? left(invalidInput('/verb', 'is required without a change'))
        : right({ _tag: 'Activity', body: eventBody(input, { id, subject, verb, tenant, occurredAt }) });
};
const decideChange = (present) => {
    const { args, fold, change } = present;
    const { subject, expectedVersion: expected, before } = args.input;
    if (expected !== undefined && expected !== fold.version) {
        return mismatch(present, { _tag: 'VersionConflict', subject, expected, actual: fold.version });
    }
    return before !== undefined && fold.version < 0 && change.kind === 'patch'
        ? decideObserved(present, before)
        : decided(present, evaluate(fold, subject, change, args.itemKeys));
};
/** The first that is heard of a subject: its state before the change is stored first, the patch upon it. */
const decideObserved = (present, before) => {
    const { args, fold, change, occurredAt } = present;
    const base = nextFold(fold, before, occurredAt, args.now);
    const evaluated = evaluate(base, args.input.subject, change, args.itemKeys);
    switch (evaluated._tag) {
        case 'Same':
            return right({ _tag: 'Unchanged', version: fold.version });
        case 'Refused':
            return left(withBefore(evaluated.error));
        case 'Next':
            return right({ ...changed({ ...present, fold: base }, evaluated), observed: observedBody(present, before) });
    }
};
const withBefore = (error) => error._tag === 'DeltaMismatch'
    ? invalidInput('/before', `is not what the delta changes: it differs at ${error.paths.map(quoted).join(', ')}`)
    : error;
const quoted = (path) => `"${path}"`;
const decided = (present, evaluated) => {
    switch (evaluated._tag) {
        case 'Same':
            return right({ _tag: 'Unchanged', version: present.fold.version });
        case 'Refused':
            return mismatch(present, evaluated.error);
        case 'Next':
            return right(changed(present, evaluated));
    }
};
const changed = (present, { change, state }) => ({
    _tag: 'Change',
    body: changeBody(present, change),
    next: nextFold(present.fold, state, present.occurredAt, present.args.now),
});
/** The emitter says whether a change that does not apply is an error or is kept, without effect, as an activity. */
const mismatch = (present, error) => {
    const { args, fold, change } = present;
    if (args.input.onMismatch !== 'keep')
        return left(error);
    return change.kind === 'patch' && changesNothing(change.delta)
        ? right({ _tag: 'Unchanged', version: fold.version })
        : right({ _tag: 'Activity', body: { ...changeBody(present, change), applied: false } });
};
/** `change` is what is stored, which need not be what was sent. */
const changeBody = ({ args, fold, change: sent, occurredAt }, change) => {
    const { id, input, tenant } = args;
    const { subject } = input;
    const verb = input.verb ?? `${subject.type}.${defaultAction(sent, fold)}`;
    return eventBody(input, { id, subject, verb, tenant, occurredAt, change });
};
const defaultAction = (change, fold) => {
    if (change.kind === 'delete')
        return 'deleted';
    return change.kind === 'state' && fold.state === null ? 'created' : 'updated';
};
const observedBody = ({ args, occurredAt }, state) => {
    const { observedId: id, input, tenant } = args;
    const { subject, actor, channel, org, transactionId } = input;
    const told = {
        actor,
        ...(channel !== undefined && { channel }),
        ...(org !== undefined && { org }),
        ...(transactionId !== undefined && { transactionId }),
    };
    const verb = `${subject.type}.observed`;
    return eventBody(told, { id, subject, verb, tenant, occurredAt, change: { kind: 'state', state } });
};
//# sourceMappingURL=decide-event.js.map