import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../../domain/errors.js'
import { dataFiles, makeDataFolder, makePrivateFile } from './data-folder.js'

/** Who owns a data folder, as it says itself in owner.json. */
export interface OwnerCard {
  readonly pid: number
  readonly command: string
  /** RFC 3339. */
  readonly startedAt: string
  /** Where it serves, once it does. */
  readonly url?: string
}

export interface FolderOwner {
  /** Adds to owner.json where the owner can be reached. */
  readonly setUrl: (url: string) => void
  readonly release: () => void
}

export type DataFolderInUse = Extract<AnnalsError, { readonly _tag: 'DataFolderInUse' }>

/**
 * Makes this process the owner of a data folder, until it releases it or ends in whatever way: what owns it is an exclusive lock
 * on owner.db that SQLite holds and the system takes back when the process is gone. owner.json only tells people and programs who it is. A
 * second owner in the same process is refused alike.
 * @throws Error where the folder cannot be made or written.
 */
export const ownFolder = (dataDir: string, card: OwnerCard): E.Either<DataFolderInUse, FolderOwner> => {
  makeDataFolder(dataDir)
  const { ownerLock, ownerCard } = dataFiles(dataDir)
  const lock = lockExclusively(ownerLock)
  if (lock === undefined) return E.left({ _tag: 'DataFolderInUse', dataDir, owner: describeOwner(readOwner(dataDir)) })
  try {
    writeCard(ownerCard, card)
  } catch (error) {
    lock.close()
    throw error
  }
  return E.right({
    setUrl: (url) => {
      if (lock.open) writeCard(ownerCard, { ...card, url })
    },
    release: () => {
      if (!lock.open) return
      rmSync(ownerCard, { force: true })
      lock.close()
    },
  })
}

/** What owner.json says; undefined where there is none. It can be left over from a process that was killed. */
export const readOwner = (dataDir: string): OwnerCard | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(dataFiles(dataDir).ownerCard, 'utf8'))
    return typeof value === 'object' && value !== null && 'pid' in value && 'command' in value && 'startedAt' in value
      ? (value as OwnerCard)
      : undefined
  } catch {
    return undefined
  }
}

/** The process that owns the folder now; undefined where none does. */
export const presentOwner = (dataDir: string): OwnerCard | undefined =>
  isLocked(dataFiles(dataDir).ownerLock) ? readOwner(dataDir) : undefined

export const describeOwner = (card: OwnerCard | undefined): string =>
  card === undefined
    ? 'another process'
    : `process ${card.pid} (${card.command}), started ${card.startedAt}${card.url === undefined ? '' : `, serving ${card.url}`}`

/** An owner keeps its lock; whoever looks whether there is one (`annals status`), or tries at the same time, holds it for an instant only. */
const lockWaitMs = 250

const lockExclusively = (file: string): Database.Database | undefined => {
  makePrivateFile(file)
  const lock = new Database(file, { timeout: lockWaitMs })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'SQLITE_BUSY' || error.code === 'SQLITE_LOCKED')

// Written aside and renamed, so that a reader never sees half of it.
const writeCard = (file: string, card: OwnerCard): void => {
  const aside = `${file}.new`
  writeFileSync(aside, `${JSON.stringify(card, null, 2)}\n`, { mode: 0o600 })
  renameSync(aside, file)
}

/** Whether an owner holds its lock: a reader of the file is then turned away. owner.json alone can be left over from a process that was killed. */
const isLocked = (file: string): boolean => {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return false
  const db = new Database(file, { readonly: true, timeout: 0 })
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return true
    throw error
  } finally {
    db.close()
  }
}
