/** When the next attempt may be made: at once after a first failure, then after ever longer waits. */
export interface Backoff {
    readonly due: () => boolean;
    readonly failed: () => void;
    readonly succeeded: () => void;
}
/** Waits of 0, 50, 100, 200 … ms, 5 s at most. Nothing waits here: a caller that comes too early is to be refused. */
export declare const createBackoff: (now?: () => number) => Backoff;
