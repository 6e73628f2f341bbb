/** Numbers in [0, 1) that are the same in every run (mulberry32, by Tommy Ettinger, public domain). */
export declare const seededRandom: (seed: number) => (() => number);
/** A UUIDv7 (RFC 9562) of a time in ms since the epoch. */
export declare const uuidAt: (ms: number, random: () => number) => string;
