import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AnnalsError } from '../../src/domain/errors.js';
import type { EventInput } from '../../src/domain/event.js';
import type { Annals } from '../../src/main/open-annals.js';
export declare const tenant = "default";
/** Opens a folder with its worker threads, does something with it, and closes it. `paused`: nothing is projected. */
export declare const withAnnals: <A>(dataDir: string, projector: "running" | "paused", use: (annals: Annals) => Promise<A>) => Promise<A>;
/** What an operation answers; throws what it refuses. */
export declare const right: <A>(task: TaskEither<AnnalsError, A>) => Promise<A>;
/** All lanes at once, each of them awaiting every receipt before it sends the next event. Answers the time it took, in ms. */
export declare const emitConcurrently: (annals: Pick<Annals, "emit">, lanes: readonly (readonly EventInput[])[]) => Promise<number>;
export declare const emitInTurn: (annals: Pick<Annals, "emit">, events: readonly EventInput[]) => Promise<number>;
/** Resolves once all projections have reached a position of the log; answers the time it took, in ms. */
export declare const caughtUp: (annals: Annals, position: number) => Promise<number>;
