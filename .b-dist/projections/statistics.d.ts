/** Rollups are kept by quarter-hours of UTC, in ms: the offset of nearly every time zone is a multiple of it. */
export declare const quarterHourMs = 900000;
/**
 * How many events there are, by quarter-hour (`bucket`: its start in ms since the epoch) and all fields with few values; once more with the
 * actor; and the name each actor gave last.
 */
declare const _default: import("../src/domain/projection.js").Projection;
export default _default;
