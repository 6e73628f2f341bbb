import * as E from 'fp-ts/lib/Either.js';
import { isUuid } from './append-check.js';
import { followLog } from './follow.js';
import { createLogReads } from './log-reads.js';
import { readLogId } from './log-schema.js';
const limitMax = 4_096;
const positionsMax = 1_000;
/** The reading half of the log. Reads run on the calling thread when their task is started. Throws RangeError for a limit out of its range. */
export const createLogReader = ({ db, now, onNews }) => {
    const reads = createLogReads(db, now);
    return {
        logId: readLogId(db),
        readStream: (stream, { direction, fromRevision, limit }) => {
            checkLimit(limit);
            return attempt(() => reads.stream(stream, direction, fromRevision, limit));
        },
        readAll: ({ direction, fromPosition, limit }) => {
            checkLimit(limit);
            return attempt(() => reads.all(direction, fromPosition, limit));
        },
        readPositions: (positions) => {
            if (positions.length > positionsMax)
                throw new RangeError(`at most ${positionsMax} positions can be read at once`);
            return attempt(() => reads.positions(positions));
        },
        findById: (id) => attempt(() => (isUuid(id) ? reads.byId(id) : E.right([]))),
        streamMetadata: (stream) => attempt(() => reads.metadata(stream)),
        head: () => attempt(() => E.right(reads.head())),
        follow: (options) => {
            checkLimit(options.maxBatchEvents);
            const read = (fromPosition, limit) => tried(() => reads.all('forwards', fromPosition, limit));
            const head = () => E.getOrElse(() => Number.POSITIVE_INFINITY)(tried(() => E.right(reads.head())));
            return followLog({ read, head, onNews }, options);
        },
    };
};
/** What reads it, with what SQLite throws as `LogUnavailable`. */
export const attempt = (read) => () => Promise.resolve(tried(read));
const tried = (read) => {
    try {
        return read();
    }
    catch (error) {
        return E.left({ _tag: 'LogUnavailable', reason: error instanceof Error ? error.message : String(error) });
    }
};
const checkLimit = (limit) => {
    if (!Number.isInteger(limit) || limit < 1 || limit > limitMax)
        throw new RangeError(`a limit is a whole number from 1 to ${limitMax}`);
};
//# sourceMappingURL=log-reader.js.map