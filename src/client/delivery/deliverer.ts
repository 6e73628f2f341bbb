import type { Letter } from '../../ports/spool.js'
import type { ClientError } from '../client-failure.js'
import type { BackOff } from '../jittered-ms.js'
import { jitteredMs } from '../jittered-ms.js'
import { createBell } from './bell.js'
import type { DeliverySettings } from './delivery-options.js'
import { createPatience } from './patience.js'
import { verdictOf } from './verdict.js'

/** Where letters wait, in their order. */
export interface Source {
  /** The letters behind those that were taken last; none where all were. Rejects where they cannot be read. */
  readonly take: (most: { readonly events: number; readonly bytes: number }) => Promise<Taken>
  /** The store has all up to there, or they were set aside. */
  readonly retire: (through: number) => Promise<void>
  /** Keeps one that the store refused, or says why it cannot. */
  readonly setAside: (letter: Letter, error: ClientError) => Promise<ClientError | undefined>
}
interface Taken {
  readonly letters: readonly Letter[]
  readonly through: number
}

export interface DelivererPorts {
  readonly source: Source
  /** Sends events as one array: all are stored, or none, and it rejects. */
  readonly deliver: Deliver
  readonly settings: Pick<DeliverySettings, 'maxEvents' | 'maxBytes' | 'lingerMs' | 'giveUpAttempts' | 'giveUpMs'>
  readonly retry: BackOff & { readonly maxRetryAfterMs: number }
  readonly random: () => number
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
  readonly failureOf: (error: unknown) => ClientError
  readonly onProgress: () => void
  /** Aborted when it is to end; `deliver` rejects then. */
  readonly stopped: AbortSignal
}

export type Deliver = (events: readonly string[], ids: readonly string[]) => Promise<void>

export interface Deliverer {
  /** There is something to be taken; `now`: nothing is gained by waiting for more. */
  readonly wake: (now: boolean) => void
  /** Resolves once it has ended, after `stopped`. */
  readonly ended: Promise<void>
  readonly state: () => DelivererState
}
export interface DelivererState {
  readonly delivered: number
  /** Attempts that failed in a row, and why the last one did. */
  readonly failures: number
  readonly lastFailure: ClientError | undefined
}

interface Pending {
  readonly letter: Letter
  readonly isReplaced: boolean
}

/**
 * Delivers letters one array after another, so that their order is kept whatever fails. An array is all or nothing: what the store refuses of it is set aside, or replaced by what its letter has
 * instead, and the rest is sent again. For as long as the store takes nothing, the same letters are sent again, after ever longer waits of which a random part is taken, and not before `Retry-After`.
 * One that it fails at whenever it is sent alone is set aside in the end.
 */
export const startDeliverer = (ports: DelivererPorts): Deliverer => {
  const { source, deliver, settings, stopped, onProgress } = ports
  let delivered = 0
  let failures = 0
  let lastFailure: ClientError | undefined
  /** Of the next array: smaller while it is looked for what one is refused for. */
  let size = settings.maxEvents
  const bell = createBell(stopped)
  const patience = createPatience(settings)
  const isStopped = (): boolean => stopped.aborted

  const failed = async (error: ClientError, afterMs: number): Promise<void> => {
    lastFailure = error
    failures += 1
    onProgress()
    const askedMs = Math.min(afterMs, ports.retry.maxRetryAfterMs)
    await ports.pause(Math.floor(askedMs + jitteredMs(ports.retry, ports.random, failures)), stopped)
  }

  const succeeded = (): void => {
    failures = 0
    lastFailure = undefined
  }

  const refuse = async ({ letter }: Pending, error: ClientError): Promise<boolean> => {
    while (!stopped.aborted) {
      const trouble = await source.setAside(letter, error)
      if (trouble === undefined) return true
      await failed(trouble, 0)
    }
    return false
  }

  /** What is to be sent instead of one that was refused; undefined where nothing is. */
  const settle = async (pending: Pending, error: ClientError): Promise<Pending | undefined> => {
    const { letter, isReplaced } = pending
    if (letter.instead.length > 0 && insteadOf.has(error._tag)) {
      if (!isReplaced) return { letter, isReplaced: true }
      // Its first form was stored in the meantime, from a request that had been given up.
      if (error._tag === 'IdConflict') return undefined
    }
    await refuse(pending, error)
    return undefined
  }

  /** Whether all are delivered or set aside. */
  const deliverAll = async (letters: readonly Letter[]): Promise<boolean> => {
    let pending: readonly Pending[] = letters.map((letter) => ({ letter, isReplaced: false }))
    while (pending.length > 0 && !stopped.aborted) {
      const part = pending.slice(0, size)
      const lines = part.flatMap((each) => (each.isReplaced ? each.letter.instead : [each.letter.event]))
      const owners = part.flatMap((each) => (each.isReplaced ? each.letter.instead.map(() => each) : [each]))
      try {
        await deliver(lines, part.length === lines.length ? part.map(({ letter }) => letter.id) : [])
        pending = pending.slice(part.length)
        delivered += part.length
        size = Math.min(settings.maxEvents, size * 2)
        succeeded()
        onProgress()
      } catch (failure) {
        const verdict = verdictOf(failure)
        if (verdict._tag === 'Later') {
          if (verdict.narrow) size = Math.max(1, Math.ceil(part.length / 2))
          const [first, ...others] = part
          if (verdict.narrow && first !== undefined && others.length === 0 && patience.isOver(first.letter.id)) {
            if (await refuse(first, verdict.error)) pending = pending.slice(1)
            onProgress()
          } else if (!isStopped()) await failed(verdict.error, verdict.afterMs)
        } else if (verdict._tag === 'Narrow' && part.length > 1) size = Math.ceil(part.length / 2)
        else {
          const errors = verdict._tag === 'Narrow' ? new Map([[0, verdict.error]]) : verdict.errors
          const wrong = new Map([...errors].map(([index, error]) => [owners[index] ?? part[0], error]))
          const left: Pending[] = []
          for (const each of pending) {
            const error = wrong.get(each)
            const next = error === undefined ? each : await settle(each, error)
            if (next !== undefined) left.push(next)
          }
          pending = left
          onProgress()
        }
      }
    }
    return pending.length === 0
  }

  const run = async (): Promise<void> => {
    let retired = 0
    while (!stopped.aborted) {
      try {
        const { letters, through } = await source.take({ events: settings.maxEvents, bytes: settings.maxBytes })
        if (letters.length > 0 && !(await deliverAll(letters))) return
        if (through > retired) await source.retire(through)
        retired = through
        onProgress()
        if (letters.length === 0) await bell.rung(settings.lingerMs)
      } catch (error) {
        await failed(ports.failureOf(error), 0)
      }
    }
  }

  return { wake: bell.ring, ended: run(), state: () => ({ delivered, failures, lastFailure }) }
}

/** What the store says where an event does not fit what it has; with another form of it stored already, that its id is taken. */
const insteadOf: ReadonlySet<ClientError['_tag']> = new Set([
  'DeltaMismatch',
  'NoState',
  'NoStateToPatch',
  'VersionConflict',
  'IdConflict',
])
