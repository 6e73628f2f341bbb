import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as E from 'fp-ts/lib/Either.js';
import { checkUuid } from '../../domain/names.js';
import { ok } from '../answer.js';
import { decodeParameters, invalid } from '../parameters.js';
/** `GET /v1/events/{id}`: one stored event. */
export const getEvent = (operations) => (call) => pipe(decode(call), TE.fromEither, TE.flatMap((id) => operations.eventById(call.tenant, id)), TE.map(ok));
const decode = (call) => {
    const id = String(call.request.params['id']);
    const message = checkUuid(id);
    const parameters = decodeParameters(call.parameters, {});
    const issues = [
        ...(message === undefined ? [] : [{ field: 'id', message }]),
        ...(E.isLeft(parameters) ? parameters.left : []),
    ];
    return issues.length > 0 ? E.left(invalid(issues)) : E.right(id.toLowerCase());
};
//# sourceMappingURL=event.js.map