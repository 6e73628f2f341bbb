import { requestIdOf } from './request-id.js';
import { toProblem } from './problem.js';
export const json = (status, body) => ({ _tag: 'Json', status, body });
export const ok = (body) => json(200, body);
export const withHeaders = (status, body, headers) => ({
    _tag: 'Json',
    status,
    body,
    headers,
});
/** Audit data is not for caches that are not the caller's own. */
export const commonHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
/** Writes an answer out; one that the connection does not wait for any more is dropped. */
export const send = (response, answer) => {
    switch (answer._tag) {
        case 'Stream':
            return answer.write(response);
        case 'Json':
            sendText(response, answer.status, 'application/json', JSON.stringify(answer.body), answer.headers);
            return;
        case 'Empty':
            if (canWrite(response))
                response.writeHead(answer.status, { ...commonHeaders, ...answer.headers }).end();
            return;
    }
};
/** Answers with the problem (`application/problem+json`), which names the request's id. */
export const sendProblem = (response, error) => {
    const problem = toProblem(error);
    const body = JSON.stringify({ ...problem, requestId: requestIdOf(response.req, response) });
    sendText(response, problem.status, 'application/problem+json', body, problemHeaders(error, problem['retryAfter']));
};
const problemHeaders = (error, retryAfter) => {
    if (typeof retryAfter === 'number')
        return { 'retry-after': String(retryAfter) };
    if (error._tag === 'Unauthenticated')
        return { 'www-authenticate': 'Bearer' };
    if (error._tag === 'MethodNotAllowed')
        return { allow: error.allow };
    return error._tag === 'UnsupportedEncoding' ? { 'accept-encoding': 'gzip, identity' } : undefined;
};
const sendText = (response, status, type, text, headers) => {
    if (!canWrite(response))
        return;
    const always = { ...commonHeaders, 'content-type': type, 'content-length': Buffer.byteLength(text) };
    response.writeHead(status, headers === undefined ? always : { ...always, ...headers }).end(text);
};
const canWrite = (response) => !response.headersSent && !response.destroyed;
//# sourceMappingURL=answer.js.map