import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AnnalsError } from '../../src/domain/errors.js';
import type { Annals, AnnalsOptions } from '../../src/main/open-annals.js';
export interface Store {
    readonly annals: Annals;
    readonly dataDir: string;
    /** Closes it and opens the same folder again. */
    readonly reopen: (options?: Partial<AnnalsOptions>) => Promise<Store>;
    readonly remove: () => Promise<void>;
}
/** A store in a folder of its own, written on this thread. */
export declare const openStore: (options?: Partial<AnnalsOptions>) => Promise<Store>;
/** The value of a use case that must succeed. */
export declare const right: <A>(task: TaskEither<AnnalsError, A>) => Promise<A>;
/** The error of a use case that must fail. */
export declare const left: (task: TaskEither<AnnalsError, unknown>) => Promise<AnnalsError>;
