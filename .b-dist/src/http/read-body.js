import { createGunzip } from 'node:zlib';
import * as E from 'fp-ts/lib/Either.js';
import { invalidInput } from '../domain/errors.js';
/** Whether the body is gzip; any other Content-Encoding is refused. */
export const isGzip = (request) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined)
        return E.right(false);
    const name = encoding.trim().toLowerCase();
    if (name === 'gzip' || name === 'x-gzip')
        return E.right(true);
    return name === 'identity' ? E.right(false) : E.left({ _tag: 'UnsupportedEncoding', received: encoding });
};
/**
 * The whole body, inflated: at most `limitBytes` (`PayloadTooLarge` otherwise; never more than that is held in memory). What is left of a
 * body that was refused is read and thrown away, since most clients read an answer only when they have sent everything.
 */
export const readBody = async (request, limitBytes) => {
    const gzip = isGzip(request);
    if (E.isLeft(gzip))
        return gzip;
    if (Number(request.headers['content-length']) > limitBytes)
        return tooLarge(limitBytes);
    const body = gzip.right ? await inflated(request, limitBytes) : await collect(request, request, limitBytes);
    if (E.isLeft(body))
        request.resume();
    return body;
};
const inflated = (request, limitBytes) => {
    const gunzip = createGunzip();
    request.pipe(gunzip);
    return collect(request, gunzip, limitBytes).finally(() => {
        request.unpipe(gunzip);
        gunzip.destroy();
    });
};
const collect = (request, source, limitBytes) => new Promise((resolve) => {
    const chunks = [];
    let bytes = 0;
    let first;
    const settle = (result) => {
        source.removeListener('data', onData);
        source.removeListener('end', onEnd);
        source.removeListener('error', onError);
        request.removeListener('close', onClose);
        source.on('error', ignore);
        resolve(result);
    };
    const onData = (chunk) => {
        bytes += chunk.length;
        if (bytes > limitBytes) {
            settle(tooLarge(limitBytes));
            return;
        }
        if (first === undefined)
            first = chunk;
        else
            chunks.push(chunk);
    };
    const onEnd = () => settle(E.right(first === undefined || chunks.length > 0 ? Buffer.concat([first ?? empty, ...chunks]) : first));
    const onError = () => settle(E.left(source === request ? { _tag: 'RequestAborted' } : damagedGzip));
    const onClose = () => {
        if (!request.complete)
            settle(E.left({ _tag: 'RequestAborted' }));
    };
    source.on('data', onData);
    source.on('end', onEnd);
    source.on('error', onError);
    request.on('close', onClose);
});
const tooLarge = (limitBytes) => E.left({ _tag: 'PayloadTooLarge', field: '', limitBytes });
export const damagedGzip = invalidInput('', 'is not valid gzip data');
const empty = Buffer.alloc(0);
const ignore = () => undefined;
//# sourceMappingURL=read-body.js.map