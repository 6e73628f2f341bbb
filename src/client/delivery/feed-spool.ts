import { onAbort } from '../../application/on-abort.js'
import type { Letter, Spool, SpoolError } from '../../ports/spool.js'
import { ClientFailure } from '../client-failure.js'
import type { ParcelBuffer } from './parcel-buffer.js'

export interface FeedPorts {
  readonly buffer: ParcelBuffer
  /** The open spool, or why it cannot be had now. */
  readonly open: () => Promise<Spool | SpoolError>
  /** Whether calls wait for room in the spool. */
  readonly waits: boolean
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
  readonly stopped: AbortSignal
  /** Runs what goes on by itself, apart from whatever called first. */
  readonly apart: <A>(work: () => A) => A
  readonly onFed: () => void
  readonly onFailed: (error: SpoolError) => void
}

export interface SpoolFeeder {
  /** Something is in the buffer, or the spool is to be opened. */
  readonly feed: () => void
  /** Room was made in the spool. */
  readonly roomAgain: () => void
  readonly opened: () => Promise<Spool | SpoolError>
  /** What is in the buffer gets a last chance. */
  readonly end: () => Promise<void>
}

/** Parcels of one write: what comes while it is synced goes with the next one. */
const parcelsMax = 1_000
const triesEveryMs = 500

/**
 * Moves parcels from the buffer to the spool, in their order, as many at a time as there are. Where the spool takes nothing, whoever waits for the oldest parcel is told (unless calls wait for room); one that nobody
 * waits for stays, and so do those behind it, until the spool takes it.
 */
export const feedSpool = (ports: FeedPorts): SpoolFeeder => {
  const { buffer, stopped } = ports
  let feeding: Promise<void> | undefined
  let opening: Promise<Spool | SpoolError> | undefined
  let asked = false
  let retry = new AbortController()

  const isAsked = (): boolean => asked
  const opened = (): Promise<Spool | SpoolError> => {
    opening ??= ports.apart(ports.open).then((result) => {
      if ('_tag' in result) opening = undefined
      return result
    })
    return opening
  }

  const group = (): (readonly Letter[])[] => {
    const parcels: (readonly Letter[])[] = []
    for (
      let parcel = buffer.at(0);
      parcel !== undefined && parcels.length < parcelsMax;
      parcel = buffer.at(parcels.length)
    )
      parcels.push(parcel.letters)
    return parcels
  }

  const settle = (count: number): void => {
    const taken = Array.from({ length: count }, (_, index) => buffer.at(index))
    buffer.drop(count)
    for (const parcel of taken) parcel?.done?.()
  }

  /** Gives up the oldest parcels, up to one that stays. */
  const giveUp = (error: SpoolError): void => {
    if (!ports.waits || error._tag !== 'SpoolFull' || stopped.aborted) {
      for (let oldest = buffer.at(0); oldest?.fail !== undefined; oldest = buffer.at(0)) {
        buffer.drop(1)
        oldest.fail(new ClientFailure(error, { id: oldest.letters[0]?.id }))
      }
    }
    ports.onFailed(error)
  }

  const feedOnce = async (): Promise<SpoolError | undefined> => {
    const spool = await opened()
    if ('_tag' in spool) return spool
    const parcels = group()
    if (parcels.length === 0) return undefined
    const { taken, error } = await spool.append(parcels)
    if (taken === 0) return error
    settle(taken)
    ports.onFed()
    return undefined
  }

  const run = async (): Promise<void> => {
    do {
      asked = false
      const error = await feedOnce()
      if (error === undefined) continue
      giveUp(error)
      if (buffer.at(0) !== undefined) {
        if (stopped.aborted) return
        const again = new AbortController()
        retry = again
        const leave = onAbort(stopped, () => again.abort())
        await ports.pause(triesEveryMs, again.signal)
        leave()
      }
    } while (isAsked() || buffer.at(0) !== undefined)
  }

  const feed = (): void => {
    asked = true
    feeding ??= ports.apart(run).finally(() => {
      feeding = undefined
      if (asked) feed()
    })
  }

  return {
    feed,
    opened,
    roomAgain: () => retry.abort(),
    end: async () => {
      retry.abort()
      await feeding
      if (buffer.at(0) !== undefined) await ports.apart(run)
    },
  }
}
