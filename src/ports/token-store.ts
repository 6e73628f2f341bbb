import type { Grant } from './authorize.js'

/** Bearer tokens: only their SHA-256 is stored. */
export interface TokenStore {
  /** The grant of a token that is known and not expired. Re-reads the file when it has changed. */
  readonly find: (token: string) => Grant | undefined
  /** Whether a token was ever made here: from then on one is asked for, also when all are revoked or the file is damaged. */
  readonly inUse: () => boolean
}
