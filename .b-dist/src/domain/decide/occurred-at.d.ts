import type { Either } from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../errors.js';
/** When it happened, in ms since the epoch: as given, else now. InvalidInput where that lies more than five minutes ahead of the clock. */
export declare const occurredAtOf: (given: string | undefined, now: number) => Either<AnnalsError, number>;
