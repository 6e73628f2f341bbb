/** The present time in ms since the epoch (UTC). */
export interface Clock {
    readonly now: () => number;
}
