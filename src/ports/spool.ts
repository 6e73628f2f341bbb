import type { AnnalsError } from '../domain/errors.js'

/** One event on its way to the store, as JSON texts. */
export interface Letter {
  /** Of the event: what the store knows it by, however often it is sent. */
  readonly id: string
  readonly event: string
  /** Events to be sent in its place, all or none, where the store says that the event does not fit what it has. */
  readonly instead: readonly string[]
}

/** A letter that the store refused for good, with what it said. */
export interface RefusedLetter {
  readonly id: string
  /** RFC 3339. */
  readonly refusedAt: string
  readonly error: unknown
  readonly event: unknown
}

export type SpoolError =
  /** The bound is reached, or the disk is full: nothing was taken. */
  | { readonly _tag: 'SpoolFull'; readonly folder: string; readonly reason: string }
  /** The disk refuses: nothing was acknowledged. */
  | { readonly _tag: 'SpoolFailed'; readonly folder: string; readonly reason: string }
  | Extract<AnnalsError, { readonly _tag: 'DataFolderInUse' }>

/** Bytes of a spool that cannot be read: what is around them is delivered all the same. */
export interface SpoolDamage {
  /** Where the file is kept from the time when all that can be read of it was delivered. */
  readonly file: string
  readonly offset: number
  readonly bytes: number
  /** Events that were in them; at the end of the newest file, where no other one follows, at least so many. */
  readonly events: number
}

export interface SpoolStatus {
  /** Letters that were neither delivered nor set aside yet. */
  readonly waiting: number
  /** On disk; segments go as a whole, so some of it is delivered already. */
  readonly bytes: number
  readonly bytesMax: number
  readonly refused: number
  /** Events lost to damage, since it was opened. */
  readonly lost: number
  /** Of a write that was cut short by the end of an earlier process, and never acknowledged. */
  readonly tornBytes: number
}

/** Letters on disk, in the order in which they came, until the store has them. One process at a time; calls of one kind one after another. */
export interface Spool {
  /** Takes parcels, each whole, from the first to one that does not fit. What was taken is durable. */
  readonly append: (parcels: readonly (readonly Letter[])[]) => Promise<Appended>
  /** The letters behind those that were read last; none where all were. `through` is what to retire once they are delivered. */
  readonly read: (most: { readonly events: number; readonly bytes: number }) => Promise<Read>
  /** The store has all letters up to there, or they were set aside. */
  readonly retire: (through: number) => Promise<void>
  /** Keeps a letter that is not sent again, with the reason. Durable; the same letter is kept once. */
  readonly setAside: (refused: RefusedLetter) => Promise<SpoolError | undefined>
  readonly refused: () => AsyncIterable<RefusedLetter>
  readonly status: () => SpoolStatus
  readonly close: () => Promise<void>
}

export interface Appended {
  /** How many parcels. */
  readonly taken: number
  /** Why not more. */
  readonly error?: SpoolError
}

export interface Read {
  readonly letters: readonly Letter[]
  readonly through: number
}

/** A spool that is not open yet. */
export interface SpoolSource {
  readonly folder: string
  /** Rejects with an error of the system, or answers why it cannot be had. */
  readonly open: (onDamage: (damage: SpoolDamage) => void) => Promise<Spool | SpoolError>
}
