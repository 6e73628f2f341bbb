import type { Response } from 'express'
import * as E from 'fp-ts/lib/Either.js'
import type { LiveBatch, LiveBounds, LiveEvent, LiveStream } from '../../application/live/live-stream.js'
import type { Operations } from '../../application/operations.js'
import type { FieldIssue } from '../../domain/errors.js'
import { stringSchema } from '../../domain/json-schema.js'
import type { StreamMetrics } from '../../ports/metrics.js'
import type { EventFilter } from '../../ports/read-models.js'
import type { Authorize } from '../authorize.js'
import type { EventStream } from '../event-stream.js'
import { namedEvent, openEventStream, sendStreamHead } from '../event-stream.js'
import { decodeFiltered, filterParameters } from '../filtered.js'
import { missing } from '../grant.js'
import type { HttpLogger } from '../logger.js'
import { logFailure } from '../logger.js'
import { encodeLiveId, livePosition } from '../live-id.js'
import type { Operation } from '../openapi/operation.js'
import { shapesOf } from '../openapi/operation.js'
import { described, integer, invalid, optional, present } from '../parameters.js'
import { toProblem } from '../problem.js'
import type { Authorized, Handler } from '../route.js'

export interface LiveLimits extends LiveBounds {
  /** Connected at the same time; further ones are 503 `overloaded`. */
  readonly clients: number
  /** Between two comments to an idle client. */
  readonly heartbeatMs: number
  /** A client that takes nothing at all for so long while something waits for it is cut off. */
  readonly stalledMs: number
}

export const defaultLiveLimits: LiveLimits = {
  clients: 5_000,
  unreadEvents: 4_096,
  unreadBytes: 4 * 1024 * 1024,
  heartbeatMs: 15_000,
  stalledMs: 30_000,
}

export interface LiveOptions {
  readonly operations: Pick<Operations, 'live' | 'logId'>
  readonly authorize: Authorize
  readonly logger: HttpLogger
  readonly limits: LiveLimits
  readonly metrics?: StreamMetrics
  /** Aborted when the server is about to close: streams are told so and ended. */
  readonly closing?: AbortSignal
}

/** At every so many heartbeats a client's credential is looked at again. */
const beatsPerCheck = 4

/** `GET /v1/activity/live`: the feed's filters as server-sent events, in the order of the log. */
export const getLive = (options: LiveOptions): Handler => {
  const { operations, limits } = options
  const frames = frameCache(operations.logId)
  const open = new Set<() => void>()
  options.closing?.addEventListener('abort', () => {
    for (const close of open) close()
  })
  let clients = 0
  return (call) => async () => {
    const asked = decodeLive(operations.logId, call)
    if (E.isLeft(asked)) return E.left(invalid(asked.left))
    if (call.request.method === 'HEAD') return E.right({ _tag: 'Stream', write: headOnly })
    if (clients >= limits.clients) {
      const reason = `${limits.clients} live clients are connected already`
      return E.left({ _tag: 'Overloaded', reason, retryAfterSeconds: 5 })
    }
    const gone = new AbortController()
    const leave = (): void => gone.abort()
    clients++
    gone.signal.addEventListener('abort', () => clients--, { once: true })
    const { filter, begin } = asked.right
    const after = begin?.position
    const stream = await operations.live({ ...filter, ...present({ after }), signal: gone.signal, bounds: limits })()
    if (E.isLeft(stream)) {
      leave()
      return stream
    }
    const opened = stream.right
    if (begin !== undefined && begin.position > opened.end) {
      leave()
      return E.left(invalid([{ field: begin.field, message: 'is beyond the end of the log' }]))
    }
    return E.right({
      _tag: 'Stream',
      write: (response) => serve(options, call, response, { ...opened, frames, open, leave, gone: gone.signal }),
    })
  }
}

/** -1: from the beginning. */
const afterAny = integer(-1, Number.MAX_SAFE_INTEGER)

const spec = (logId: string) => ({
  after: described(
    optional(afterAny),
    'Begins behind this position; -1: at the beginning. By default: what comes from now on.',
  ),
  lastEventId: described(optional(livePosition(logId)), 'As the header `Last-Event-ID`, for those who cannot send it.'),
})

export const getLiveOperation: Operation = {
  method: 'get',
  path: '/v1/activity/live',
  id: 'getLiveActivity',
  tag: 'Reading',
  summary: 'The feed as it is made',
  description: [
    'Server-sent events, in the order of the log and without an end: `start` with the place where it begins, then an event without a name, with an `id`, for each that the filters let through.',
    '`slow` is the last one where too much was waiting to be read, `closing` where the server ends, `failed` (with a problem) where it cannot go on. Comments come while nothing else does.',
  ].join(' '),
  permission: 'read',
  query: { ...filterParameters, ...shapesOf(spec('')) },
  headers: {
    'Last-Event-ID': {
      required: false,
      schema: stringSchema,
      description: 'Goes on behind this event. It wins over the parameters.',
    },
  },
  answers: { 200: { description: 'A stream of events.', content: { 'text/event-stream': { type: 'string' } } } },
  problems: ['Overloaded'],
}

interface Asked {
  readonly filter: EventFilter
  readonly begin: Begin | undefined
}

/** Behind a position, and what asked for that. One that the log does not have yet is of another history, such as that before a restored copy: to wait for it would leave events out. */
interface Begin {
  readonly field: string
  readonly position: number
}

/** Where to begin: the header, which a reader sends that goes on, wins over the parameter of its URL, and both over `after`. */
const decodeLive = (logId: string, call: Authorized): E.Either<readonly FieldIssue[], Asked> => {
  const id = livePosition(logId)
  const decoded = decodeFiltered(call, spec(logId))
  const header = call.request.headers['last-event-id']
  const fromHeader = typeof header === 'string' && header !== '' ? id(header) : E.right(undefined)
  const issues = [
    ...(E.isLeft(decoded) ? decoded.left : []),
    ...(E.isLeft(fromHeader) ? [{ field: 'Last-Event-ID', message: fromHeader.left }] : []),
  ]
  if (E.isLeft(decoded) || E.isLeft(fromHeader)) return E.left(issues)
  const { filter, query } = decoded.right
  const asked: readonly (readonly [string, number | undefined])[] = [
    ['Last-Event-ID', fromHeader.right],
    ['lastEventId', query.lastEventId],
    ['after', query.after],
  ]
  const [begin] = asked.flatMap(([field, position]) => (position === undefined ? [] : [{ field, position }]))
  return E.right({ filter, begin })
}

const headOnly = (response: Response): Promise<void> => {
  sendStreamHead(response)
  response.end()
  return Promise.resolve()
}

interface Served extends LiveStream {
  readonly frames: (event: LiveEvent) => string
  /** How to close each stream that is open. */
  readonly open: Set<() => void>
  /** Ends the stream of events. */
  readonly leave: () => void
  readonly gone: AbortSignal
}

const serve = async (options: LiveOptions, call: Authorized, response: Response, live: Served): Promise<void> => {
  const { limits, operations, closing } = options
  response.once('close', live.leave)
  const output = openEventStream(response, limits.stalledMs)
  const farewell = { text: '' }
  let slow = false
  options.metrics?.liveBegun()
  const close = (): void => {
    farewell.text = namedEvent('closing', {})
    live.leave()
  }
  live.open.add(close)
  const heart = beating(options, call, output, live.leave)
  try {
    if (closing?.aborted === true) close()
    else if (response.destroyed) live.leave()
    if (!response.destroyed) sendStreamHead(response)
    const start = { position: String(live.position), lastEventId: encodeLiveId(operations.logId, live.position) }
    await output.write(`retry: 1000\n${namedEvent('start', start)}`)
    for await (const batch of live.batches) {
      slow = batch._tag === 'Slow'
      if (batch._tag !== 'Events') farewell.text = lastWords(options, response, batch)
      else await writeEvents(output, batch.events, live)
    }
  } finally {
    clearInterval(heart)
    live.open.delete(close)
    live.leave()
    output.end(farewell.text)
    options.metrics?.liveEnded(slow || output.hasStalled())
  }
}

/** Pieces of this many characters are written at once; each waits for the one before to be taken. */
const pieceChars = 65_536

const writeEvents = async (output: EventStream, events: readonly LiveEvent[], live: Served): Promise<void> => {
  let piece = ''
  for (const event of events) {
    piece += live.frames(event)
    if (piece.length < pieceChars) continue
    await output.write(piece)
    piece = ''
    if (live.gone.aborted) return
  }
  if (piece !== '') await output.write(piece)
}

const lastWords = (
  { logger }: LiveOptions,
  response: Response,
  batch: Exclude<LiveBatch, { readonly _tag: 'Events' }>,
): string => {
  switch (batch._tag) {
    case 'Slow':
      return namedEvent('slow', { detail: 'Too much was waiting to be read: go on with the last id.' })
    case 'Closing':
      return namedEvent('closing', {})
    case 'Failed':
      logFailure(logger, response, batch.error._tag)
      return namedEvent('failed', toProblem(batch.error))
  }
}

/** Heartbeats, and now and then whether the credential still holds: a stream outlives the request that asked for it. */
const beating = (
  { authorize, limits }: LiveOptions,
  call: Authorized,
  output: EventStream,
  leave: () => void,
): NodeJS.Timeout => {
  let beats = 0
  return setInterval(() => {
    output.beat()
    if (++beats % beatsPerCheck !== 0) return
    void stillMay(authorize, call).then((may) => {
      if (!may) leave()
    })
  }, limits.heartbeatMs)
}

const stillMay = async (authorize: Authorize, call: Authorized): Promise<boolean> => {
  try {
    const grant = await authorize(call.request)
    return grant !== null && grant.tenant === call.tenant && missing(grant, 'read') === undefined
  } catch {
    return false
  }
}

/** An event's lines, made once for all clients that get it. */
const frameCache = (logId: string): ((event: LiveEvent) => string) => {
  const made = new WeakMap<LiveEvent, string>()
  return (event) => {
    const known = made.get(event)
    if (known !== undefined) return known
    const frame = `id: ${encodeLiveId(logId, event.position)}\ndata: ${event.json}\n\n`
    made.set(event, frame)
    return frame
  }
}
