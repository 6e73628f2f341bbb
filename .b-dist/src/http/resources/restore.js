import * as E from 'fp-ts/lib/Either.js';
import { json } from '../answer.js';
import { withActor } from '../grant.js';
import { jsonBody } from '../json-body.js';
import { decodeSubjectRequest } from '../subject-path.js';
import { versionMatch } from '../version-match.js';
/** `POST …/restore`: takes the subject back to a version or a time. Takes If-Match. */
export const postRestore = ({ operations, bodyLimits }) => (call) => async () => {
    const asked = decodeSubjectRequest(call, {});
    if (E.isLeft(asked))
        return asked;
    const match = versionMatch(call.request.headers);
    if (E.isLeft(match))
        return match;
    const body = await jsonBody(call.request, bodyLimits.singleBytes);
    if (E.isLeft(body))
        return body;
    const input = withActor(call.grant, body.right);
    return E.map(restoredAnswer)(await operations.restore(call.tenant, asked.right.subject, input, match.right)());
};
const restoredAnswer = (restored) => json(isNew(restored) ? 201 : 200, restored);
const isNew = (restored) => !('changed' in restored) && !('dryRun' in restored) && !restored.duplicate;
//# sourceMappingURL=restore.js.map