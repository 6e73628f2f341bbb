import { routePattern } from './logger.js';
import { requestIdOf } from './request-id.js';
/** One line for each request once it is over: method, route pattern, status, duration and request id, and `aborted` where the client did not wait for the answer. */
export const requestLog = (logger) => (request, response, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(request, response);
    response.once('close', () => {
        const fields = {
            method: request.method,
            route: routePattern(response),
            status: response.statusCode,
            durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
            requestId,
        };
        logger.info(response.writableFinished ? fields : { ...fields, aborted: true }, 'request');
    });
    next();
};
//# sourceMappingURL=request-log.js.map