import { callErrorOf } from './call-error.js'
import type { Refusal } from './refusal.js'

/** Where the messages of one streaming answer go: no more of them than the client takes. */
export interface Outlet<Message> {
  /** Resolves once the next message may be sent; false when nobody waits for it any more. */
  readonly send: (message: Message) => Promise<boolean>
  readonly end: () => void
  readonly fail: (refusal: Refusal) => void
  /** Aborts when the call is over: cancelled, late, its connection lost, or the endpoint closing. */
  readonly signal: AbortSignal
}

/** What a server-streaming call and a duplex one have in common. */
interface Writable<Message> {
  readonly on: (event: 'cancelled' | 'close', listener: () => void) => unknown
  readonly once: (event: 'drain', listener: () => void) => unknown
  readonly off: (event: 'drain', listener: () => void) => unknown
  readonly emit: (event: 'error', error: unknown) => boolean
  readonly write: (message: Message) => boolean
  readonly end: () => unknown
}

export const createOutlet = <Message>(call: Writable<Message>, closing: AbortSignal): Outlet<Message> => {
  const over = new AbortController()
  const abort = (): void => over.abort()
  const shutDown = (): void => {
    fail({ _tag: 'NotReady', reason: 'the endpoint closes' })
  }
  let isDone = false
  // One for all that wait: a batch call has hundreds of answers under way.
  let draining: Promise<void> | undefined
  const done = (): void => {
    isDone = true
    closing.removeEventListener('abort', shutDown)
    abort()
  }
  const fail = (refusal: Refusal): void => {
    if (isDone) return
    done()
    call.emit('error', callErrorOf(refusal))
  }
  call.on('cancelled', done)
  call.on('close', done)
  if (closing.aborted) shutDown()
  else closing.addEventListener('abort', shutDown)
  return {
    signal: over.signal,
    send: async (message) => {
      if (over.signal.aborted) return false
      if (!call.write(message))
        await (draining ??= drained(call, over.signal).finally(() => {
          draining = undefined
        }))
      return !over.signal.aborted
    },
    end: () => {
      if (isDone) return
      done()
      call.end()
    },
    fail,
  }
}

const drained = (call: Pick<Writable<never>, 'once' | 'off'>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    if (signal.aborted) resolve()
    else {
      call.once('drain', done)
      signal.addEventListener('abort', done)
    }
  })
