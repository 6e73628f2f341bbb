/**
 * What subjects there are: version, first and last change (the earliest and latest `occurredAt`, in ms since the epoch), who made the
 * newest version with which verb, and whether that deleted it (0 or 1).
 */
declare const _default: import("../src/domain/projection.js").Projection;
export default _default;
