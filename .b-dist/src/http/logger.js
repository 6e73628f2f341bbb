import { requestIdOf } from './request-id.js';
export const silentLogger = { info: () => undefined, error: () => undefined };
/** The pattern of the route that took the request, such as `/v1/events/:id`; never the path itself. */
export const routePattern = (response) => {
    const matched = response.req.route;
    return typeof matched?.path === 'string' ? matched.path : 'none';
};
/** A failure of the server's own. Of what was thrown its name, code and stack frames are told, not its message, which may quote data. */
export const logFailure = (logger, response, failure, thrown) => {
    logger.error({
        failure,
        requestId: requestIdOf(response.req, response),
        method: response.req.method,
        route: routePattern(response),
        ...(thrown instanceof Error ? thrownFields(thrown) : {}),
    }, 'request failed');
};
const thrownFields = (error) => ({
    error: error.name,
    ...(typeof error.code === 'string' ? { code: error.code } : {}),
    stack: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)),
});
//# sourceMappingURL=logger.js.map