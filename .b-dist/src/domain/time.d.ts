/**
 * The ms since the epoch of an RFC 3339 time with offset, or undefined: no such date, hour 24, a leap second (60),
 * no offset, or a time that lies outside the years 0000 to 9999 in UTC. Digits beyond the millisecond are cut off.
 */
export declare const parseTime: (text: string) => number | undefined;
/** RFC 3339 in UTC with milliseconds, always 24 characters, so that texts sort as their times do. `ms` is what parseTime gives. */
export declare const formatTime: (ms: number) => string;
