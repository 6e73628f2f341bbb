import type * as E from 'fp-ts/lib/Either.js'
import type { AppendError, NewEvent } from '../../ports/event-log.js'
import type { AppendAnswer } from './append-call.js'
import type { IdPlace } from './id-index.js'

/** Where the events of one StreamAppend are. */
export interface Placed {
  readonly firstRevision: number
  readonly lastRevision: number
  readonly position: number
}
export type Placing = E.Either<AppendError, Placed>

/** How a line reaches the log. */
export interface LineEnds {
  /** Appends at exactly this revision (-1: no events), again with the same events while the outcome is unknown. */
  readonly send: (
    stream: string,
    last: number,
    events: readonly NewEvent[],
  ) => Promise<E.Either<AppendError, AppendAnswer>>
  readonly find: (id: string) => readonly IdPlace[]
  /** The last revision as far as it is known here, -1 where none is. */
  readonly lastSeen: (stream: string) => number
  /** What another writer appended behind a revision, up to the actual one, is read, so that its ids are known. */
  readonly learn: (stream: string, after: number, actual: number) => Promise<E.Either<AppendError, void>>
  readonly hasMetadata: (stream: string) => Promise<E.Either<AppendError, boolean>>
  /** Ids that are known from now on. */
  readonly note: (events: readonly (IdPlace & { readonly id: string })[]) => void
  /** Everything up to here that was sent is durable. */
  readonly onStored: (position: number) => void
  /** The positions of a stream's events from one revision to another, by revision, as far as they can be read. */
  readonly positionsOf: (stream: string, first: number, last: number) => Promise<ReadonlyMap<number, number>>
  /** Whether the bytes stored at this place are these. */
  readonly isSame: (place: IdPlace, event: NewEvent) => Promise<E.Either<AppendError, boolean>>
}
