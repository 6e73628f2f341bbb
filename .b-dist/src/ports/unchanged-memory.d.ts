import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AppendError, ReadError } from './event-log.js';
/** The ids of requests that changed nothing and so left no event, remembered for 24 hours so that a late retry gets the same answer. */
export interface UnchangedMemory {
    readonly find: (tenant: string, id: string) => TaskEither<ReadError, RememberedId | undefined>;
    /** Resolves once it is durable. */
    readonly remember: (entry: RememberedId) => TaskEither<AppendError, void>;
}
export interface RememberedId {
    readonly tenant: string;
    readonly id: string;
    /** SHA-256 in hex: the digest of the request. */
    readonly digest: string;
    readonly version: number;
    /** ms since the epoch. */
    readonly rememberedAt: number;
}
