import type { Writable } from 'node:stream';
/**
 * Texts that become ready in any order and are written in the order in which their places were taken, gathered into chunks.
 */
export interface OrderedAnswers {
    /** Takes the next place; `bytes` is what the line behind it weighs while it waits. */
    readonly place: (bytes: number) => Place;
    /** Fills a place: its text, or undefined for nothing. */
    readonly fill: (place: Place, text: string | undefined) => void;
    /** Resolves once there is room for another place, or the reader is gone. */
    readonly room: () => Promise<void>;
    /** Resolves once every place taken is filled and handed to the stream, or the reader is gone. */
    readonly settled: () => Promise<void>;
    readonly isGone: () => boolean;
}
export interface Place {
    readonly bytes: number;
    filled: boolean;
    text: string | undefined;
}
export interface AnswerBounds {
    /** Places taken and not yet written. */
    readonly places: number;
    /** What the lines behind them weigh together (one line always has room). */
    readonly placeBytes: number;
    /** Bytes of answers that the reader has not taken yet. */
    readonly unreadBytes: number;
    /** How long a reader may take nothing at all while that bound is met, before it is given up. */
    readonly stalledMs: number;
}
export declare const orderedAnswers: (target: Writable, bounds: AnswerBounds) => OrderedAnswers;
