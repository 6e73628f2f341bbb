import type { Letter } from '../../ports/spool.js'
import { ClientFailure } from '../client-failure.js'
import type { DeliverySettings } from './delivery-options.js'

/** Letters that go together. */
export interface Parcel {
  readonly letters: readonly Letter[]
  /** Characters of JSON, which are about its bytes. */
  readonly bytes: number
  /** Told that it is durable, or why it will not be. Without them nobody waits for it: it is kept until it is. */
  readonly done?: () => void
  readonly fail?: (failure: ClientFailure) => void
}

export interface ParcelBuffer {
  /** Takes a parcel; a promise where it waits for room, which rejects only with Closed. Throws BufferFull where it may not wait. */
  readonly put: (parcel: Parcel) => Promise<void> | undefined
  readonly at: (index: number) => Parcel | undefined
  /** Takes the oldest ones away. */
  readonly drop: (parcels: number) => void
  /** Letters and bytes, those that wait for room included. */
  readonly letters: () => number
  readonly bytes: () => number
  /** Rejects those that wait for room. */
  readonly close: () => void
}

export const parcelOf = (letters: readonly Letter[], told: Pick<Parcel, 'done' | 'fail'> = {}): Parcel => {
  let bytes = 0
  for (const { event, instead } of letters) {
    bytes += event.length
    for (const other of instead) bytes += other.length
  }
  return { letters, bytes, ...told }
}

interface Waiting {
  readonly parcel: Parcel
  readonly admit: () => void
  readonly reject: (failure: ClientFailure) => void
}

type Bounds = Pick<DeliverySettings, 'bufferEvents' | 'bufferBytes' | 'whenFull'>

/** Parcels in the order they came. Bounded twice: what is in it, and, where calls may wait, what waits for that. */
export const parcelBuffer = ({ bufferEvents, bufferBytes, whenFull }: Bounds): ParcelBuffer => {
  const parcels: Parcel[] = []
  const inside = { letters: 0, bytes: 0 }
  const outside = { letters: 0, bytes: 0 }
  const waiting: Waiting[] = []
  // One that is larger than the bounds has room in an empty one.
  const fits = (held: typeof inside, parcel: Parcel): boolean =>
    held.letters === 0 ||
    (held.letters + parcel.letters.length <= bufferEvents && held.bytes + parcel.bytes <= bufferBytes)
  const add = (held: typeof inside, parcel: Parcel, sign: 1 | -1): void => {
    held.letters += sign * parcel.letters.length
    held.bytes += sign * parcel.bytes
  }
  const take = (parcel: Parcel): void => {
    parcels.push(parcel)
    add(inside, parcel, 1)
  }

  return {
    put: (parcel) => {
      if (waiting.length === 0 && fits(inside, parcel)) {
        take(parcel)
        return undefined
      }
      if (whenFull === 'raise' || !fits(outside, parcel)) throw full(inside.letters + outside.letters)
      add(outside, parcel, 1)
      const admitted = new Promise<void>((admit, reject) => waiting.push({ parcel, admit, reject }))
      // Whoever does not wait for it is told by the counters.
      admitted.catch(() => undefined)
      return admitted
    },
    at: (index) => parcels[index],
    drop: (count) => {
      for (const parcel of parcels.splice(0, count)) add(inside, parcel, -1)
      for (let next = waiting[0]; next !== undefined && fits(inside, next.parcel); next = waiting[0]) {
        waiting.shift()
        add(outside, next.parcel, -1)
        take(next.parcel)
        next.admit()
      }
    },
    letters: () => inside.letters + outside.letters,
    bytes: () => inside.bytes + outside.bytes,
    close: () => {
      for (const { parcel, reject } of waiting.splice(0)) {
        add(outside, parcel, -1)
        reject(new ClientFailure({ _tag: 'Closed' }, { id: parcel.letters[0]?.id }))
      }
    },
  }
}

const full = (letters: number): ClientFailure =>
  new ClientFailure({ _tag: 'BufferFull', reason: `${letters} events wait here for the store already` })
