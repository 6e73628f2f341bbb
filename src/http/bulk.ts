import type { Request, Response } from 'express'
import { PassThrough } from 'node:stream'
import type { Readable } from 'node:stream'
import * as E from 'fp-ts/lib/Either.js'
import type { Operations, Written } from '../application/operations.js'
import { commonHeaders } from './answer.js'
import type { Coding, Decoder } from './content-encoding.js'
import { decode } from './content-encoding.js'
import type { HttpError } from './http-error.js'
import type { Line } from './line-splitter.js'
import { lineSplitter } from './line-splitter.js'
import type { AnswerBounds, OrderedAnswers } from './ordered-answers.js'
import { orderedAnswers } from './ordered-answers.js'
import { parseJson } from './parse-json.js'
import { toProblem } from './problem.js'

export interface BulkOptions {
  readonly operations: Pick<Operations, 'emit'>
  readonly tenant: string
  /** Each line's event as it is to be taken: with the actor of the credential, say. Lines are counted from 1. */
  readonly prepare: (event: unknown, line: number) => unknown
  readonly receipts: 'all' | 'rejected'
  readonly lineBytesMax: number
  /** How the body is coded; as it is where this is left out. */
  readonly coding?: Coding
  /** Told of what the store threw, which it never should. */
  readonly onThrown: (thrown: unknown) => void
  readonly closing?: AbortSignal
  readonly bounds?: Partial<AnswerBounds>
  readonly witness?: LinesWitness
}

/** Sees the body and the answer go by. */
export interface LinesWitness {
  /** A piece of the body, decoded. */
  readonly read: (chunk: Buffer) => void
  /** What became of a line, in any order. */
  readonly answered: (written: E.Either<HttpError, Written>) => void
  /** A piece of the answer, as it is sent. */
  readonly wrote: (text: string) => void
  /** The whole body was read, and each of its lines answered; the answer ends once this resolves. Not called where that did not come to pass. */
  readonly ended: () => Promise<void>
}

/**
 * Up to 512 lines, or 8 MiB of them, are under way at a time; further ones are not read.
 *
 * The answer is written while the request is read. A client that reads nothing before it has sent everything would wait for us to read while
 * we wait for it to read, so up to 16 MiB of answers (some 60,000 receipts) are held for it. Beyond that no further line is read until it has taken
 * some; one that takes nothing for 30 s is given up: the connection is closed, and since what it did get stored is known by its ids, it can
 * send everything again. Such a client asks for `receipts=rejected`, reads while it writes, or sends at most 50,000 lines at a time.
 */
const defaultBounds: AnswerBounds = {
  places: 512,
  placeBytes: 8_388_608,
  unreadBytes: 16_777_216,
  stalledMs: 30_000,
}

/**
 * Takes NDJSON line by line, each as an event of its own, and answers each with a line `{ line, receipt }` or `{ line, problem }`, in their order.
 * A line that is no UTF-8, no JSON, too long or refused is its own problem. When the client goes away nothing more is taken. Never throws.
 */
export const bulk = async (request: Request, response: Response, options: BulkOptions): Promise<void> => {
  const answers = orderedAnswers(response, { ...defaultBounds, ...options.bounds }, options.witness?.wrote)
  response.writeHead(200, { ...commonHeaders, 'content-type': 'application/x-ndjson' })
  response.flushHeaders()
  const splitter = lineSplitter(options.lineBytesMax)
  const end = await takeLines(request, answers, options, splitter)
  if (end !== undefined) {
    const place = answers.place(0)
    answers.fill(place, problemLine(splitter.lineNumber(), end))
  }
  await answers.settled()
  if (end === undefined && !answers.isGone()) await options.witness?.ended()
  response.end(() => {
    if (end?._tag === 'ShuttingDown') request.destroy()
  })
  request.resume()
}

/** Reads to the end of the body. Resolves with what ended it early, if anything did that the client is there to be told. */
const takeLines = async (
  request: Request,
  answers: OrderedAnswers,
  options: BulkOptions,
  splitter: ReturnType<typeof lineSplitter>,
): Promise<HttpError | undefined> => {
  const decoder = options.coding === undefined ? undefined : decode(request, options.coding)
  const source = openBody(request, decoder)
  const stop = (): void => {
    request.unpipe()
    source.destroy()
  }
  options.closing?.addEventListener('abort', stop)
  try {
    if (options.closing?.aborted === true) stop()
    for await (const chunk of source as AsyncIterable<Buffer>) {
      options.witness?.read(chunk)
      await takeAll(splitter.push(chunk), answers, options)
      if (answers.isGone()) return undefined
    }
    const damage = decoder?.damage()
    if (damage !== undefined) return damage
    await takeAll(splitter.end(), answers, options)
    return undefined
  } catch (error) {
    if (options.closing?.aborted === true) return { _tag: 'ShuttingDown' }
    return request.complete || !request.destroyed ? (decoder?.damage(error) ?? { _tag: 'RequestAborted' }) : undefined
  } finally {
    options.closing?.removeEventListener('abort', stop)
    decoder?.stop()
    stop()
  }
}

/** The body's bytes, decoded; to stop reading them does not end the request. They end with an error where the client has gone, however early. */
export const openBody = (request: Request, decoder: Decoder | undefined): Readable => {
  const source = decoder?.stream ?? request.pipe(new PassThrough())
  const over = (): void => {
    if (!request.readableEnded) source.destroy()
  }
  request.on('close', over)
  if (request.destroyed) over()
  return source
}

const takeAll = async (lines: readonly Line[], answers: OrderedAnswers, options: BulkOptions): Promise<void> => {
  for (const line of lines) {
    await answers.room()
    if (answers.isGone()) return
    take(line, answers, options)
  }
}

/** Hands one line to the store without waiting for its answer: lines of one subject keep their order there. */
const take = (line: Line, answers: OrderedAnswers, options: BulkOptions): void => {
  const place = answers.place(line.bytes?.length ?? 0)
  const event = line.bytes === undefined ? tooLong(options.lineBytesMax) : parseJson(line.bytes)
  if (E.isLeft(event)) {
    options.witness?.answered(event)
    answers.fill(place, problemLine(line.number, event.left))
    return
  }
  const failed = (thrown: unknown): E.Either<HttpError, never> => {
    options.onThrown(thrown)
    return E.left({ _tag: 'Internal' })
  }
  const emit = async (): Promise<E.Either<HttpError, Written>> =>
    options.operations.emit(options.tenant, options.prepare(event.right, line.number))()
  void emit()
    .catch(failed)
    .then((written) => {
      options.witness?.answered(written)
      answers.fill(place, answerLine(line.number, written, options.receipts))
    })
}

const tooLong = (limitBytes: number): E.Either<HttpError, never> =>
  E.left({ _tag: 'PayloadTooLarge', field: '', limitBytes })

const answerLine = (
  line: number,
  written: E.Either<HttpError, Written>,
  receipts: BulkOptions['receipts'],
): string | undefined => {
  if (E.isLeft(written)) return problemLine(line, written.left)
  return receipts === 'all' ? `${JSON.stringify({ line, receipt: written.right })}\n` : undefined
}

const problemLine = (line: number, error: HttpError): string =>
  `${JSON.stringify({ line, problem: toProblem(error) })}\n`
