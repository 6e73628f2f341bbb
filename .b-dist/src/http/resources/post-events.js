import * as E from 'fp-ts/lib/Either.js';
import { bulk } from '../bulk.js';
import { bodyKind } from '../content-type.js';
import { withActor } from '../grant.js';
import { jsonBody, readElsewhere } from '../json-body.js';
import { logFailure } from '../logger.js';
import { decodeParameters, invalid, oneOf, withDefault } from '../parameters.js';
import { isGzip } from '../read-body.js';
import { manyWrittenAnswer, writtenAnswer } from '../written.js';
const noParameters = {};
const bulkParameters = { receipts: withDefault(oneOf(['all', 'rejected']), 'all') };
/** `POST /v1/events`: one event, an array of them (both `application/json`), or any number as NDJSON (`application/x-ndjson`). */
export const postEvents = (options) => (call) => () => {
    const kind = bodyKind(call.request.headers['content-type']);
    if (E.isLeft(kind))
        return Promise.resolve(kind);
    return kind.right === 'json' ? postJson(options, call) : Promise.resolve(postLines(options, call));
};
const postJson = async ({ operations, bodyLimits }, call) => {
    const parameters = decodeParameters(call.parameters, noParameters);
    if (E.isLeft(parameters))
        return E.left(invalid(parameters.left));
    const body = await jsonBody(call.request, bodyLimits.eventsBytes);
    if (E.isLeft(body))
        return body;
    const input = withActor(call.grant, body.right);
    if (Array.isArray(input))
        return E.map(manyWrittenAnswer)(await operations.emitMany(call.tenant, input)());
    return E.map(writtenAnswer)(await operations.emit(call.tenant, input)());
};
const postLines = (options, call) => {
    const parameters = decodeParameters(call.parameters, bulkParameters);
    if (E.isLeft(parameters))
        return E.left(invalid(parameters.left));
    const gzip = isGzip(call.request);
    if (E.isLeft(gzip))
        return gzip;
    if (call.request.readableDidRead)
        return E.left(readElsewhere);
    return E.right({
        _tag: 'Stream',
        write: (response) => bulk(call.request, response, {
            operations: options.operations,
            tenant: call.tenant,
            prepare: (event) => withActor(call.grant, event),
            receipts: parameters.right.receipts,
            lineBytesMax: options.bodyLimits.lineBytes,
            gzip: gzip.right,
            onThrown: (thrown) => logFailure(options.logger, response, 'Internal', thrown),
            ...(options.closing === undefined ? {} : { closing: options.closing }),
        }),
    });
};
//# sourceMappingURL=post-events.js.map