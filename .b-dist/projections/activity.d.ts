/**
 * The feed: one narrow row an event with what it can be filtered by (`occurredAt` in ms since the epoch), its changed paths, and the
 * whole event as JSON, so that a page of the feed needs nothing but these three tables.
 *
 * The indexes are those that lead to few rows; a frequent value is found soon enough by walking back in time.
 */
declare const _default: import("../src/domain/projection.js").Projection;
export default _default;
