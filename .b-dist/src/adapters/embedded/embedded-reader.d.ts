import type { EventLogReader } from '../../ports/event-log.js';
export interface EmbeddedReaderOptions {
    readonly dataDir: string;
    /** Registers a listener that is called after something was appended, where somebody can tell; without it, polling tells. */
    readonly wake?: (listener: () => void) => () => void;
    /** How often a follower looks whether another connection has committed; 250 ms by default. */
    readonly pollMs?: number;
    /** ms since the epoch, for `$maxAge`. */
    readonly now?: () => number;
}
export type EmbeddedReader = EventLogReader & {
    readonly close: () => void;
};
/**
 * Reads a log from another thread or another process, whether its owner runs or not.
 * @throws Error where there is no log, or one of another schema version.
 */
export declare const openEmbeddedReader: (options: EmbeddedReaderOptions) => EmbeddedReader;
