/**
 * The ms since the epoch of an RFC 3339 time (section 5.6, `date-time`), or undefined: no such date, hour 24, a leap second
 * (60), no offset, or a time outside the years 0000 to 9999 in UTC. T and Z may be lower case; digits beyond the millisecond are cut
 * off. Without a regular expression, since it runs for every event that is written or read.
 */
export declare const parseTime: (text: string) => number | undefined;
/** RFC 3339 in UTC with milliseconds, always 24 characters, so that texts sort as their times do. `ms` must be a time that parseTime can give. */
export declare const formatTime: (ms: number) => string;
