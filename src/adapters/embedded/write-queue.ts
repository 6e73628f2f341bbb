import * as E from 'fp-ts/lib/Either.js'
import type { AppendError } from '../../ports/event-log.js'
import { unpackAnswers } from './write-answers.js'
import type { AnswerMessage } from './write-answers.js'
import { packRequests } from './write-request.js'
import type { Stored, WriteRequest } from './write-request.js'
import type { WriterLink } from './writer-link.js'

/** What waits for the disk at most, beyond which requests are refused as `QueueFull`. */
export interface QueueBounds {
  readonly maxQueuedEvents: number
  readonly maxQueuedBytes: number
}

// What is sent at once, though the turn has not ended: the writer then works on it while this thread makes the next requests.
const sentTogetherMax = { events: 64, bytes: 262_144 } as const

export interface WriteQueue {
  /** Takes a request, to be sent with others that come at the same time. Resolves once it is durable or refused. */
  readonly submit: (request: WriteRequest, size: { readonly events: number; readonly bytes: number }) => Promise<Answer>
  /** The answers to the oldest requests that were sent. */
  readonly answered: (message: AnswerMessage) => void
  /** Fails what was sent and not answered. */
  readonly failSent: (reason: string) => void
  /** Resolves once all that was taken is answered; nothing more is taken. */
  readonly drain: () => Promise<void>
  readonly queued: () => { readonly events: number; readonly bytes: number }
}

type Answer = E.Either<AppendError, Stored>

interface Pending {
  readonly request: WriteRequest
  readonly events: number
  readonly bytes: number
  readonly resolve: (answer: Answer) => void
}

export const createWriteQueue = (
  bounds: QueueBounds,
  link: () => Pick<WriterLink, 'post'>,
  onStored: (position: number) => void,
): WriteQueue => {
  let gathered: Pending[] = []
  let gatheredEvents = 0
  let gatheredBytes = 0
  // The oldest first; what lies before `head` is answered. It is cut off now and then, so that taking from the front costs nothing.
  let sent: Pending[] = []
  let head = 0
  let events = 0
  let bytes = 0
  let closed = false
  let drained: (() => void) | undefined

  const settle = (pending: Pending, answer: Answer): void => {
    events -= pending.events
    bytes -= pending.bytes
    pending.resolve(answer)
    if (events === 0) drained?.()
  }

  const flush = (): void => {
    if (gathered.length === 0) return
    const turn = gathered
    gathered = []
    gatheredEvents = 0
    gatheredBytes = 0
    for (const pending of turn) sent.push(pending)
    const refused = link().post(packRequests(turn.map(({ request }) => request)))
    if (refused === undefined) return
    sent.length -= turn.length
    for (const pending of turn) settle(pending, unavailable(refused))
  }

  // While the writer has something to do, what the whole turn brings can go together; an idle one gets what this moment brings.
  const flushSoon = (): void => {
    if (head === sent.length) queueMicrotask(flush)
    else setImmediate(flush)
  }

  const overfull = (size: { readonly events: number; readonly bytes: number }): AppendError | undefined => {
    if (closed) return { _tag: 'LogUnavailable', reason: 'the log is closed' }
    // An empty queue takes whatever may be appended at all.
    if (events === 0) return undefined
    if (events + size.events > bounds.maxQueuedEvents) return { _tag: 'QueueFull', limit: bounds.maxQueuedEvents }
    return bytes + size.bytes > bounds.maxQueuedBytes ? { _tag: 'QueueFull', limit: bounds.maxQueuedBytes } : undefined
  }

  return {
    submit: (request, size) => {
      const refused = overfull(size)
      if (refused !== undefined) return Promise.resolve(E.left(refused))
      events += size.events
      bytes += size.bytes
      return new Promise((resolve) => {
        gatheredEvents += size.events
        gatheredBytes += size.bytes
        const isFirst = gathered.push({ request, events: size.events, bytes: size.bytes, resolve }) === 1
        if (gatheredEvents >= sentTogetherMax.events || gatheredBytes >= sentTogetherMax.bytes) flush()
        else if (isFirst) flushSoon()
      })
    },
    answered: (message) => {
      let position = -1
      for (const answer of unpackAnswers(message)) {
        const pending = sent[head++]
        if (pending === undefined) throw new Error('the log writer answered what it was not asked')
        if (answer._tag === 'Stored' && pending.request.kind !== 'remember') position = answer.position
        settle(pending, answer._tag === 'Stored' ? E.right(answer) : E.left(answer))
      }
      if (head * 2 > sent.length) {
        sent = sent.slice(head)
        head = 0
      }
      if (position >= 0) onStored(position)
    },
    failSent: (reason) => {
      const lost = sent.slice(head)
      sent = []
      head = 0
      for (const pending of lost) settle(pending, unavailable(reason))
    },
    drain: async () => {
      closed = true
      flush()
      if (events === 0) return
      await new Promise<void>((resolve) => {
        drained = resolve
      })
    },
    queued: () => ({ events, bytes }),
  }
}

const unavailable = (reason: string): Answer => E.left({ _tag: 'LogUnavailable', reason })
