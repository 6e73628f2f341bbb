import * as TE from 'fp-ts/lib/TaskEither.js';
/** Runs a read of projections, where `after` is given only once they have reached that position (503 otherwise), so that writers can read what they wrote. */
export const onceReached = (operations, after, read) => (after === undefined ? read : TE.flatMap(() => read)(operations.waitFor(after)));
//# sourceMappingURL=reached.js.map