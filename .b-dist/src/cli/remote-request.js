import { CommandFailure, exitCodes, failWith } from './failure.js';
import { problemToError } from './problem-to-error.js';
const timeoutMs = 60_000;
const retryDelaysMs = [250, 1_000, 3_000];
/** One request to the API: its JSON answer, or the problem it tells of as a CommandFailure. */
export const remoteRequest = ({ fetch, url, token, tenant }) => {
    const send = (method, target, body) => fetch(target, {
        method,
        headers: {
            accept: 'application/json',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
    });
    return async (method, path, options) => {
        const target = targetOf(url, path, options.query, tenant);
        const mayRepeat = method === 'GET' || options.retry === true;
        for (let attempt = 0;; attempt++) {
            const delayMs = mayRepeat ? retryDelaysMs[attempt] : undefined;
            let response;
            let text;
            try {
                response = await send(method, target, options.body);
                text = await response.text();
            }
            catch (error) {
                if (delayMs === undefined || isRefused(error))
                    return unreachable(url, error);
                await pause(delayMs);
                continue;
            }
            if (response.status === 503 && delayMs !== undefined)
                await pause(delayMs);
            else
                return readAnswer(response, text);
        }
    };
};
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const targetOf = (url, path, query, tenant) => {
    const target = new URL(`${url.replace(/\/+$/, '')}${path}`);
    for (const [name, value] of query ?? [])
        target.searchParams.append(name, value);
    if (tenant !== undefined)
        target.searchParams.set('tenant', tenant);
    return target;
};
const causeOf = (error) => (error instanceof Error && error.cause !== undefined ? error.cause : error);
const isRefused = (error) => causeOf(error).code === 'ECONNREFUSED';
const unreachable = (url, error) => {
    const cause = causeOf(error);
    const { code } = cause;
    const why = typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure(`${url} does not answer: ${why}`, exitCodes.failed);
};
const readAnswer = (response, text) => {
    let answer;
    try {
        answer = text === '' ? undefined : JSON.parse(text);
    }
    catch {
        answer = undefined;
    }
    if (response.ok) {
        if (answer !== undefined || text === '')
            return answer;
        throw new CommandFailure('the server answered something that is not JSON: is --url an Annals server?', exitCodes.failed);
    }
    const problem = (answer ?? {});
    const error = problemToError(problem);
    if (error !== undefined)
        return failWith(error);
    const { title, detail } = problem;
    const said = [title, detail].filter((part) => typeof part === 'string').join(': ');
    throw new CommandFailure(`the server answered ${response.status}${said === '' ? '' : `: ${said}`}`, response.status >= 400 && response.status < 500 ? exitCodes.badInput : exitCodes.failed);
};
//# sourceMappingURL=remote-request.js.map