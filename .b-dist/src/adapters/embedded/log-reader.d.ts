import type Database from 'better-sqlite3';
import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { EventLogReader, ReadError } from '../../ports/event-log.js';
import type { FollowSource } from './follow.js';
export interface LogReaderParts {
    /** A read-only handle; the caller closes it, and reads then answer `LogUnavailable`. */
    readonly db: Database.Database;
    /** ms since the epoch: what `$maxAge` counts from. */
    readonly now: () => number;
    readonly onNews: FollowSource['onNews'];
}
/** The reading half of the log. Reads run on the calling thread when their task is started. Throws RangeError for a limit out of its range. */
export declare const createLogReader: ({ db, now, onNews }: LogReaderParts) => EventLogReader;
/** What reads it, with what SQLite throws as `LogUnavailable`. */
export declare const attempt: <A>(read: () => E.Either<ReadError, A>) => TaskEither<ReadError, A>;
