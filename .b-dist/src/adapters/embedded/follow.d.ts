import * as E from 'fp-ts/lib/Either.js';
import type { FollowBatch, ReadError, RecordedEvent } from '../../ports/event-log.js';
export interface FollowSource {
    /** Events from a position on (inclusive), at most so many and about 8 MiB. */
    readonly read: (fromPosition: number, limit: number) => E.Either<ReadError, readonly RecordedEvent[]>;
    /** The last position there is; Infinity where that cannot be told. */
    readonly head: () => number;
    /** Calls back, soon and at least once, after something was appended. @returns how to end that. */
    readonly onNews: (listener: () => void) => () => void;
}
/**
 * History and what comes live by one query on positions, so that nothing can fall between the two or come twice. A batch is read only
 * when the consumer asks for it. See EventLogReader.follow.
 */
export declare function followLog(source: FollowSource, options: {
    readonly after: number;
    readonly maxBatchEvents: number;
    readonly signal: AbortSignal;
}): AsyncGenerator<FollowBatch, void, undefined>;
