import { pipe } from 'fp-ts/lib/function.js';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { invalidInput } from '../../domain/errors.js';
import { ok, withHeaders } from '../answer.js';
import { oneOf, optional, time, version } from '../parameters.js';
import { decodeSubjectRequest } from '../subject-path.js';
import { etagOf, isUnmodified } from '../version-match.js';
const spec = { version: optional(version), at: optional(time), by: optional(oneOf(['occurred', 'recorded'])) };
/** `GET /v1/subjects/{type}/{id}`: the state now (with an ETag, 304 where the caller has it), at `?version=`, or at `?at=` a time (`by=occurred` or `recorded`). */
export const getSubject = (operations) => (call) => pipe(TE.Do, TE.bind('asked', () => TE.fromEither(decodeSubjectRequest(call, spec))), TE.bind('when', ({ asked }) => TE.fromEither(whenOf(asked.query))), TE.bind('found', ({ asked, when }) => operations.stateAt(call.tenant, asked.subject, when)), TE.map(({ when, found }) => (when._tag === 'Now' ? presentAnswer(call, found) : ok(found))));
const whenOf = (query) => {
    if (query.version !== undefined && query.at !== undefined)
        return E.left(invalidInput('at', 'excludes version'));
    if (query.by !== undefined && query.at === undefined)
        return E.left(invalidInput('by', 'is taken with at alone'));
    if (query.version !== undefined)
        return E.right({ _tag: 'Version', version: query.version });
    if (query.at !== undefined)
        return E.right({ _tag: 'At', at: query.at, by: query.by ?? 'occurred' });
    return E.right({ _tag: 'Now' });
};
const presentAnswer = (call, found) => {
    const headers = { etag: etagOf(found.version) };
    return isUnmodified(call.request.headers, headers.etag)
        ? { _tag: 'Empty', status: 304, headers }
        : withHeaders(200, found, headers);
};
//# sourceMappingURL=get-subject.js.map