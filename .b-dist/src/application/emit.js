import * as E from 'fp-ts/lib/Either.js';
import { decodeEventInput } from '../domain/codecs/event-input.js';
import { decideEvent } from '../domain/decide/decide-event.js';
import { digestText } from '../domain/request-digest.js';
import { ruleFunctions, rulesOf } from './rules-of.js';
/** Stores one event, as `Operations.emit` says. */
export const emit = (ports) => (tenant, input) => async () => {
    const command = eventCommand(ports, tenant, input);
    if (E.isLeft(command))
        return command;
    const written = await ports.writer.submit(tenant, [command.right]);
    if (E.isLeft(written))
        return written;
    const [first] = written.right;
    return first === undefined ? E.left({ _tag: 'Corrupt', detail: 'an event was stored without a receipt' }) : E.right(first);
};
/** What one event from outside asks for, decoded, in its tenant, after the rules of its subject's type. */
export const eventCommand = (ports, tenant, value) => {
    const decoded = decodeEventInput(value);
    if (E.isLeft(decoded))
        return E.left({ _tag: 'InvalidInput', issues: decoded.left });
    const wrongTenant = tenantMismatch(tenant, decoded.right.tenant);
    if (wrongTenant !== undefined)
        return E.left(wrongTenant);
    const input = withRules(ports, decoded.right);
    const id = input.id ?? ports.ids.next();
    const rules = rulesOf(ports.rules, input.subject.type);
    return E.right({
        subject: input.subject,
        id,
        idGiven: input.id !== undefined,
        digest: once(() => ports.hash.sha256(digestText(input))),
        needsState: input.change !== undefined || input.expectedVersion !== undefined,
        decide: (fold, now) => {
            const decided = decideEvent({
                fold,
                input,
                id,
                observedId: input.before === undefined ? '' : ports.ids.derive(`${tenant} ${id} observed`),
                tenant,
                now,
                itemKeys: rules?.arrayItemKeys,
            });
            const withoutState = E.isLeft(decided) && decided.left._tag === 'NoState' && input.change?.kind === 'patch';
            return withoutState
                ? E.left({ _tag: 'NoStateToPatch', subject: input.subject, version: fold?.version ?? -1 })
                : decided;
        },
    });
};
/** A body that names another tenant than the one it is sent to. */
export const tenantMismatch = (tenant, named) => named === undefined || named === tenant
    ? undefined
    : { _tag: 'Forbidden', detail: `the body names tenant ${named}; this request runs in tenant ${tenant}` };
export const once = (make) => {
    let made;
    return () => (made ??= make());
};
const withRules = (ports, input) => {
    if (input.change === undefined)
        return input;
    const rules = ruleFunctions(ports, input.subject);
    if (rules === undefined)
        return input;
    const change = changeWithRules(rules, input.change);
    return input.before === undefined ? { ...input, change } : { ...input, change, before: rules.state(input.before) };
};
const changeWithRules = (rules, change) => {
    switch (change.kind) {
        case 'delete':
            return change;
        case 'state':
            return { kind: 'state', state: rules.state(change.state) };
        case 'patch':
            return { kind: 'patch', delta: rules.delta(change.delta) ?? {} };
    }
};
//# sourceMappingURL=emit.js.map