import * as E from 'fp-ts/lib/Either.js';
import { withActor } from '../grant.js';
import { integer, optional, present, text } from '../parameters.js';
import { decodeSubjectRequest } from '../subject-path.js';
import { versionMatch } from '../version-match.js';
import { writtenAnswer } from '../written.js';
const spec = {
    actorType: optional(text),
    actorId: optional(text),
    actorName: optional(text),
    reason: optional(text),
    eventId: optional(text),
    verb: optional(text),
    channel: optional(text),
    org: optional(text),
    occurredAt: optional(text),
    transactionId: optional(text),
    causationId: optional(text),
    expectedVersion: optional(integer(-1, Number.MAX_SAFE_INTEGER)),
};
/** `DELETE /v1/subjects/{type}/{id}`: appends the deletion. What the event says is in the parameters, since a DELETE has no body. */
export const deleteSubject = (operations) => (call) => async () => {
    const asked = decodeSubjectRequest(call, spec);
    if (E.isLeft(asked))
        return asked;
    const match = versionMatch(call.request.headers);
    if (E.isLeft(match))
        return match;
    const input = withActor(call.grant, inputOf(asked.right.query));
    const written = await operations.recordState(call.tenant, asked.right.subject, input, match.right)();
    return E.bimap(inParameters, writtenAnswer)(written);
};
const inputOf = (query) => {
    const { actorType, actorId, actorName, eventId, ...details } = query;
    const actor = present({ type: actorType, id: actorId, name: actorName });
    return {
        state: null,
        ...(Object.keys(actor).length > 0 ? { actor } : {}),
        ...present({ id: eventId, ...details }),
    };
};
const parameterNames = new Map([
    ['/actor', 'actorType and actorId'],
    ['/actor/type', 'actorType'],
    ['/actor/id', 'actorId'],
    ['/actor/name', 'actorName'],
    ['/id', 'eventId'],
]);
/** Issues name the parameters that the caller sent, not the fields of the input that was made of them. */
const inParameters = (error) => error._tag === 'InvalidInput' ? { ...error, issues: error.issues.map(inParameter) } : error;
const inParameter = ({ field, message }) => ({
    field: parameterNames.get(field) ?? field.replace(/^\//, ''),
    message,
});
//# sourceMappingURL=delete-subject.js.map