/**
 * The bounds of the histogram of durations, in ms: a row counts the calls that took at most its bound and longer than the one
 * before. The last one has no bound; its row says 2^53 - 1.
 */
export declare const durationBoundsMs: readonly number[];
/** Calls served (`in`) and made (`out`) by service and operation: how many, how many failed, and how long those took that say so. */
declare const _default: import("../src/domain/projection.js").Projection;
export default _default;
