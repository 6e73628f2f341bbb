import type { Environment } from '../environment.js';
export interface Progress {
    /** Cheap: draws five times a second at most. */
    readonly update: (lines: number, bytesRead: number) => void;
    /** Wipes the line, before something else is printed. */
    readonly clear: () => void;
}
/** Progress with rate and time left, on one line of a terminal; silent where standard error is none. */
export declare const progressLine: ({ stderr, clock }: Pick<Environment, "stderr" | "clock">, sizeBytes: number | undefined) => Progress;
/** `42 %  5,120 lines  1,830 lines/s  3 s left`; without a size (a pipe) no share and no time left. */
export declare const progressText: (lines: number, bytesRead: number, sizeBytes: number | undefined, seconds: number) => string;
