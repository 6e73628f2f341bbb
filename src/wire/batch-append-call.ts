import type { ServerDuplexStream } from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { createAppendBuffer } from './append-buffer.js'
import type { AppendBuffer } from './append-buffer.js'
import type { AppendCallDeps } from './append-call.js'
import type { Appended } from './appends.js'
import { batchAnswer } from './batch-answer.js'
import { expectedOf } from './expected-revision.js'
import { streamNameOf, uuidOf } from './identifiers.js'
import { createOutlet } from './outlet.js'
import type { streams } from './protocol.js'
import type { Refusal } from './refusal.js'
import type { BatchAppendAnswer } from './streams-service.js'

/** Appends of one call that may be open or unanswered, and what they may hold; the call is not read on while there are more. */
export const batchBounds = { appends: 1_024, bytes: 32 * 1024 * 1024 } as const

interface OpenAppend {
  readonly options: streams.BatchAppendReq.Options | undefined
  readonly buffer: AppendBuffer
}

type Outcome = Either<Refusal, Appended>

/** BatchAppend: appends in pieces with an id of their own, answered in any order over one call that stays open. */
export const handleBatchAppend =
  ({ appends, maxAppendBytes, closing }: AppendCallDeps & { readonly closing: AbortSignal }) =>
  (call: ServerDuplexStream<streams.BatchAppendReq, BatchAppendAnswer>): void => {
    const outlet = createOutlet(call, closing)
    const open = new Map<string, OpenAppend>()
    let underWay = 0
    let bytesUnderWay = 0
    let isEnded = false

    const pauseOrGoOn = (): void => {
      const isFull = underWay >= batchBounds.appends || bytesUnderWay >= batchBounds.bytes
      if (isFull && !call.isPaused()) call.pause()
      if (!isFull && call.isPaused()) call.resume()
    }

    const carryOut = ({ options, buffer }: OpenAppend): Promise<Outcome> => {
      const events = buffer.events()
      const stream = streamNameOf(options?.getStreamIdentifier())
      const expected =
        options && expectedOf(options, options.hasStreamPosition() ? options.getStreamPosition() : undefined)
      if (stream === undefined || expected === undefined)
        return refused({ _tag: 'BadRequest', reason: 'a stream and an expected revision are needed' })
      if (E.isLeft(events)) return refused(events.left)
      const leftMs = remainingMs(options)
      if (leftMs <= 0) return refused({ _tag: 'DeadlineExceeded' })
      return within(leftMs, appends.append(stream, expected, events.right))
    }

    const complete = async (append: OpenAppend, message: streams.BatchAppendReq): Promise<void> => {
      const bytes = append.buffer.bytes()
      underWay += 1
      pauseOrGoOn()
      const outcome = await carryOut(append).catch((error: unknown): Outcome =>
        E.left({ _tag: 'NotReady', reason: String(error) }),
      )
      await outlet.send(batchAnswer(message.getCorrelationId(), append.options, outcome))
      underWay -= 1
      bytesUnderWay -= bytes
      pauseOrGoOn()
      if (isEnded && underWay === 0) outlet.end()
    }

    call.on('data', (message: streams.BatchAppendReq) => {
      const id = uuidOf(message.getCorrelationId())
      if (id === undefined) {
        outlet.fail({ _tag: 'BadRequest', reason: 'a correlation id must be a UUID' })
        return
      }
      const append = open.get(id) ?? { options: message.getOptions(), buffer: createAppendBuffer(maxAppendBytes) }
      const before = append.buffer.bytes()
      for (const proposed of message.getProposedMessagesList()) append.buffer.add(proposed)
      bytesUnderWay += append.buffer.bytes() - before
      if (message.getIsFinal()) {
        open.delete(id)
        void complete(append, message)
      } else if (open.size >= batchBounds.appends) {
        outlet.fail({ _tag: 'BadRequest', reason: `at most ${batchBounds.appends} appends can be open at once` })
      } else if (bytesUnderWay > batchBounds.bytes && underWay === 0) {
        outlet.fail({ _tag: 'BadRequest', reason: `open appends hold at most ${batchBounds.bytes} bytes` })
      } else {
        open.set(id, append)
        pauseOrGoOn()
      }
    })
    call.on('error', () => open.clear())
    call.on('end', () => {
      isEnded = true
      if (underWay === 0) outlet.end()
    })
  }

const refused = (refusal: Refusal): Promise<Outcome> => Promise.resolve(E.left(refusal))

/** Until the append's own deadline; a day where it has none, or a later one. */
const remainingMs = (options: streams.BatchAppendReq.Options | undefined): number => {
  const deadline = options?.getDeadline()
  return deadline === undefined ? dayMs : Math.min(deadline.toDate().getTime() - Date.now(), dayMs)
}

const dayMs = 86_400_000

/** What becomes of the append later is not told: it may be stored. */
const within = (ms: number, outcome: Promise<Outcome>): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(E.left({ _tag: 'DeadlineExceeded' })), ms)
    outcome.then(resolve, reject).finally(() => clearTimeout(timer))
  })
