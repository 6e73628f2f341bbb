/**
 * Counts how often an id was seen, in about 16 bytes an id: an open-addressing table of 64 of the id's bits, and a map for the
 * few that come again. Two ids that share those bits (one chance in a million among six million ids) are counted as one.
 */
export interface Occurrences {
    /** How often this UUID was seen before, from 0. */
    readonly next: (id: string) => number;
}
export declare const occurrences: (initialSlots?: number) => Occurrences;
