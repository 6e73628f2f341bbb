import * as E from 'fp-ts/lib/Either.js';
import { send, sendProblem } from './answer.js';
import { missing, tenantOf } from './grant.js';
import { logFailure, silentLogger } from './logger.js';
import { parseQuery, queryOf } from './query-string.js';
import { requestIdOf } from './request-id.js';
/**
 * An Express handler of a route: the request id, the credential (401), the permission (403), the tenant (403), then the handler; its answer or its
 * problem is written. What throws is logged with the request id and answered as 500 without a word about it.
 */
export const route = (options, permission, handler) => {
    const logger = options.logger ?? silentLogger;
    return async (request, response) => {
        requestIdOf(request, response);
        try {
            const call = await admit(options.authorize, permission, request);
            const answer = E.isLeft(call) ? call : await handler(call.right)();
            if (E.isLeft(answer))
                refuse(logger, response, answer.left);
            else
                await send(response, answer.right);
        }
        catch (thrown) {
            fail(logger, response, thrown);
        }
    };
};
const admit = async (authorize, permission, request) => {
    const grant = await authorize(request);
    if (!grant)
        return E.left({ _tag: 'Unauthenticated' });
    const refused = missing(grant, permission);
    if (refused !== undefined)
        return E.left(refused);
    const parameters = parseQuery(queryOf(request.url));
    if (E.isLeft(parameters))
        return parameters;
    const tenant = tenantOf(grant, parameters.right);
    if (E.isLeft(tenant))
        return tenant;
    return E.right({ request, grant, tenant: tenant.right, parameters: parameters.right });
};
const refuse = (logger, response, error) => {
    if (error._tag === 'Corrupt' || error._tag === 'Unavailable')
        logFailure(logger, response, error._tag);
    sendProblem(response, error);
};
/** Something threw. An answer that has begun cannot become a problem any more: it is broken off, so that nobody takes it for whole. */
export const fail = (logger, response, thrown) => {
    logFailure(logger, response, 'Internal', thrown);
    if (response.headersSent)
        response.destroy();
    else
        sendProblem(response, { _tag: 'Internal' });
};
//# sourceMappingURL=route.js.map