import type { Permission } from '../../ports/authorize.js';
import type { Clock } from '../../ports/clock.js';
import type { TokenStore } from '../../ports/token-store.js';
import type { Party } from '../../domain/event.js';
import type { TokenRecord } from './token-records.js';
export interface TokenStoreOptions {
    readonly dataDir: string;
    readonly clock: Clock;
    /** Told once for each state of the file that cannot be read; until it is put right no token is taken. */
    readonly onProblem?: (problem: string) => void;
}
/**
 * The tokens of a data folder (`tokens.json`), read again when the file has been replaced, so that a token made or revoked by
 * another process counts from the next request on. A file that is damaged lets nobody in.
 *
 * Tokens are looked up by their SHA-256, which a caller cannot steer: how long a look-up takes tells nothing about a token.
 */
export declare const openTokenStore: ({ dataDir, clock, onProblem }: TokenStoreOptions) => TokenStore;
export interface NewToken {
    readonly name: string;
    readonly tenant: string;
    readonly can: readonly Permission[];
    readonly actor?: Party;
    /** ms since the epoch. */
    readonly expiresAt?: number;
}
export type TokenEntry = Omit<TokenRecord, 'sha256'>;
/** What `annals token` does: works beside the folder's owner. */
export interface TokenAdmin {
    /** Makes a token of 256 random bits; it is not kept, so this answer is the only place where it can be seen. */
    readonly create: (request: NewToken) => Promise<{
        readonly token: string;
        readonly entry: TokenEntry;
    }>;
    readonly list: () => Promise<readonly TokenEntry[]>;
    /** Takes away the token with this id, or all of this name; answers those. */
    readonly revoke: (idOrName: string) => Promise<readonly TokenEntry[]>;
}
export declare const tokenAdmin: (dataDir: string, clock: Clock) => TokenAdmin;
