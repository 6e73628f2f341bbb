/**
 * One row a transaction: when its first event occurred and when its last one ended (a call ends its duration after `occurredAt`), in ms since
 * the epoch; how many events it has, how many of them are changes, and how many failed.
 */
declare const _default: import("../src/domain/projection.js").Projection;
export default _default;
