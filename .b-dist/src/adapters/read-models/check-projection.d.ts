import type { Projection } from '../../domain/projection.js';
/**
 * What a module's default export holds: one projection or an array of them. Throws an Error that says what is wrong with a
 * definition; `source` names the module in it.
 */
export declare const checkProjections: (exported: unknown, source: string) => readonly Projection[];
/** Throws where two projections have one name. */
export declare const assertDistinct: (projections: readonly Projection[]) => readonly Projection[];
