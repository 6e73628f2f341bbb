import * as E from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../../domain/errors.js';
/** Who owns a data folder, as it says itself in owner.json. */
export interface OwnerCard {
    readonly pid: number;
    readonly command: string;
    /** RFC 3339. */
    readonly startedAt: string;
    /** Where it serves, once it does. */
    readonly url?: string;
}
export interface FolderOwner {
    /** Adds to owner.json where the owner can be reached. */
    readonly setUrl: (url: string) => void;
    readonly release: () => void;
}
export type DataFolderInUse = Extract<AnnalsError, {
    readonly _tag: 'DataFolderInUse';
}>;
/**
 * Makes this process the owner of a data folder, until it releases it or ends in whatever way: what owns it is an exclusive lock
 * on owner.db that SQLite holds and the system takes back when the process is gone. owner.json only tells people and programs who it is. A
 * second owner in the same process is refused alike.
 * @throws Error where the folder cannot be made or written.
 */
export declare const ownFolder: (dataDir: string, card: OwnerCard) => E.Either<DataFolderInUse, FolderOwner>;
/** What owner.json says; undefined where there is none. It can be left over from a process that was killed. */
export declare const readOwner: (dataDir: string) => OwnerCard | undefined;
export declare const describeOwner: (card: OwnerCard | undefined) => string;
