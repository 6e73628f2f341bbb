import { createHash, randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Grant, Permission } from '../../ports/authorize.js'
import type { Clock } from '../../ports/clock.js'
import type { TokenStore } from '../../ports/token-store.js'
import type { Party } from '../../domain/event.js'
import { formatTime } from '../../domain/time.js'
import { readTokenFile, updateTokenFile } from './token-records.js'
import type { TokenRecord } from './token-records.js'

const tokenFile = (dataDir: string): string => join(dataDir, 'tokens.json')

const sha256 = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex')

export interface TokenStoreOptions {
  readonly dataDir: string
  readonly clock: Clock
  /** Told once for each state of the file that cannot be read; until it is put right no token is taken. */
  readonly onProblem?: (problem: string) => void
}

/**
 * The tokens of a data folder (`tokens.json`), read again when the file has been replaced, so that a token made or revoked by
 * another process counts from the next request on. A file that is damaged lets nobody in.
 *
 * Tokens are looked up by their SHA-256, which a caller cannot steer: how long a look-up takes tells nothing about a token.
 */
export const openTokenStore = ({ dataDir, clock, onProblem }: TokenStoreOptions): TokenStore => {
  const file = tokenFile(dataDir)
  let seen: string | undefined
  let byHash: ReadonlyMap<string, TokenRecord> = new Map()

  const refresh = (): void => {
    const state = fileState(file)
    if (state === seen) return
    try {
      byHash = new Map(readTokenFile(file).map((record) => [record.sha256, record]))
    } catch (error) {
      byHash = new Map()
      onProblem?.(error instanceof Error ? error.message : String(error))
    }
    seen = state
  }

  return {
    find: (token) => {
      refresh()
      const record = byHash.get(sha256(token))
      if (record === undefined) return undefined
      return record.expiresAt !== undefined && record.expiresAt <= formatTime(clock.now()) ? undefined : grantOf(record)
    },
    inUse: () => fileState(file) !== noFile,
  }
}

const noFile = 'none'

/** Tells two states of the file apart: each change makes a new file (inode), whatever the clock says. */
const fileState = (file: string): string => {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? noFile : `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs}`
}

const grantOf = ({ tenant, actor, can }: TokenRecord): Grant => ({
  tenant,
  can,
  ...(actor === undefined ? {} : { actor }),
})

export interface NewToken {
  readonly name: string
  readonly tenant: string
  readonly can: readonly Permission[]
  readonly actor?: Party
  /** ms since the epoch. */
  readonly expiresAt?: number
}

export type TokenEntry = Omit<TokenRecord, 'sha256'>

/** What `annals token` does: works beside the folder's owner. */
export interface TokenAdmin {
  /** Makes a token of 256 random bits; it is not kept, so this answer is the only place where it can be seen. */
  readonly create: (request: NewToken) => Promise<{ readonly token: string; readonly entry: TokenEntry }>
  readonly list: () => Promise<readonly TokenEntry[]>
  /** Takes away the token with this id, or all of this name; answers those. */
  readonly revoke: (idOrName: string) => Promise<readonly TokenEntry[]>
}

export const tokenAdmin = (dataDir: string, clock: Clock): TokenAdmin => {
  const file = tokenFile(dataDir)
  return {
    create: async ({ name, tenant, can, actor, expiresAt }) => {
      const token = `annals_${randomBytes(32).toString('base64url')}`
      const record: TokenRecord = {
        id: randomBytes(6).toString('hex'),
        name,
        sha256: sha256(token),
        tenant,
        can,
        ...(actor === undefined ? {} : { actor }),
        createdAt: formatTime(clock.now()),
        ...(expiresAt === undefined ? {} : { expiresAt: formatTime(expiresAt) }),
      }
      await updateTokenFile(file, (records) => [...records, record])
      return { token, entry: withoutHash(record) }
    },
    list: () => Promise.resolve(readTokenFile(file).map(withoutHash)),
    revoke: async (idOrName) => {
      let revoked: readonly TokenRecord[] = []
      await updateTokenFile(file, (records) => {
        const byId = records.filter(({ id }) => id === idOrName)
        revoked = byId.length > 0 ? byId : records.filter(({ name }) => name === idOrName)
        return revoked.length === 0 ? records : records.filter((record) => !revoked.includes(record))
      })
      return revoked.map(withoutHash)
    },
  }
}

const withoutHash = ({ sha256: _secret, ...entry }: TokenRecord): TokenEntry => entry
