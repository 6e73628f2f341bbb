import type { Either } from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../domain/errors.js';
import type { Subject } from '../domain/event.js';
import type { Fold } from '../domain/subject-fold.js';
import type { Operations, When } from './operations.js';
import type { ReplayPorts } from './replay.js';
export interface StatePorts extends ReplayPorts {
    /** The subject's present state where it is held in memory and durable: saves the reading. */
    readonly settled?: ((tenant: string, subject: Subject) => Fold | undefined) | undefined;
}
/** A subject's state now, at a version or at a time, as `Operations.stateAt` says. It comes from the log, so it has no lag. */
export declare const stateAt: (ports: StatePorts) => Operations["stateAt"];
export declare const foldAt: (ports: StatePorts) => (tenant: string, subject: Subject, when: When) => Promise<Either<AnnalsError, Fold>>;
