import type { Party } from '../../domain/event.js';
import type { Permission } from '../../ports/authorize.js';
/** One token of `tokens.json`: `{ "annals": 1, "tokens": [ … ] }`. */
export interface TokenRecord {
    /** 12 hex digits: names it to people. */
    readonly id: string;
    readonly name: string;
    /** Of the token, in lower-case hex. */
    readonly sha256: string;
    readonly tenant: string;
    readonly can: readonly Permission[];
    readonly actor?: Party;
    /** RFC 3339, UTC with milliseconds. */
    readonly createdAt: string;
    readonly expiresAt?: string;
}
/** The tokens of a file; none where there is no file. Throws where it is not such a file. */
export declare const readTokenFile: (file: string) => readonly TokenRecord[];
/**
 * Replaces the file by what `change` makes of its tokens (mode 0600, on disk before it takes the old one's place). Processes that
 * do so at the same time take turns.
 */
export declare const updateTokenFile: (file: string, change: (records: readonly TokenRecord[]) => readonly TokenRecord[]) => Promise<void>;
