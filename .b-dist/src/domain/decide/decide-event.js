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
    return decideChange({ ...args, change, fold: args.fold ?? emptyFold, occurredAt: at.right });
};
const decideActivity = (args, occurredAt) => {
    const { input, id, tenant } = args;
    const { subject, verb } = input;
    return verb === undefined
        ? left(invalidInput('/verb', 'is required without a change'))
        : right({ _tag: 'Activity', body: eventBody(input, { id, subject, verb, tenant, occurredAt }) });
};
const decideChange = (args) => {
    const { fold, input } = args;
    const { subject, expectedVersion: expected, before } = input;
    if (expected !== undefined && expected !== fold.version) {
        return mismatch(args, { _tag: 'VersionConflict', subject, expected, actual: fold.version });
    }
    return before !== undefined && fold.version < 0 && args.change.kind === 'patch'
        ? decideObserved(args, before)
        : decided(args, fold, evaluate(fold, subject, args.change, args.itemKeys));
};
/** The first that is heard of a subject: its state before the change is stored first, the patch upon it. */
const decideObserved = (args, before) => {
    const base = nextFold(args.fold, before, args.occurredAt, args.now);
    const evaluated = evaluate(base, args.input.subject, args.change, args.itemKeys);
    if (evaluated._tag === 'Same')
        return right({ _tag: 'Unchanged', version: args.fold.version });
    if (evaluated._tag === 'Refused')
        return left(withBefore(evaluated.error));
    const decision = decided(args, base, evaluated);
    return isLeft(decision) || decision.right._tag !== 'Change'
        ? decision
        : right({ ...decision.right, observed: observedBody(args, before) });
};
const withBefore = (error) => error._tag === 'DeltaMismatch'
    ? invalidInput('/before', `is not what the delta changes: it differs at ${error.paths.map((path) => `"${path}"`).join(', ')}`)
    : error;
const decided = (args, fold, evaluated) => {
    switch (evaluated._tag) {
        case 'Same':
            return right({ _tag: 'Unchanged', version: fold.version });
        case 'Refused':
            return mismatch(args, evaluated.error);
        case 'Next': {
            const next = nextFold(fold, evaluated.state, args.occurredAt, args.now);
            return right({ _tag: 'Change', body: changeBody(args, fold, evaluated.change), next });
        }
    }
};
/** The emitter says whether a change that does not apply is an error or is kept, without effect, as an activity. */
const mismatch = (args, error) => {
    const { change, fold, input } = args;
    if (input.onMismatch !== 'keep')
        return left(error);
    return change.kind === 'patch' && changesNothing(change.delta)
        ? right({ _tag: 'Unchanged', version: fold.version })
        : right({ _tag: 'Activity', body: { ...changeBody(args, fold, change), applied: false } });
};
const changeBody = (args, fold, change) => {
    const { id, input, tenant, occurredAt } = args;
    const { subject } = input;
    const verb = input.verb ?? `${subject.type}.${defaultAction(args.change, fold)}`;
    return eventBody(input, { id, subject, verb, tenant, occurredAt, change });
};
const defaultAction = (change, fold) => {
    if (change.kind === 'delete')
        return 'deleted';
    return change.kind === 'state' && fold.state === null ? 'created' : 'updated';
};
const observedBody = (args, state) => {
    const { observedId: id, input, tenant, occurredAt } = args;
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