import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { canonicalize } from '../domain/canonical.js'
import type { Json } from '../domain/json.js'
import type { AnswerMemory, AnswerPlace } from '../ports/answer-memory.js'
import { rememberedCharsMax } from '../ports/answer-memory.js'
import type { Answer } from './answer.js'
import type { HttpError } from './http-error.js'
import { nameOf } from './in-process-answers.js'
import { toProblem } from './problem.js'
import type { Authorized } from './route.js'

type Result = E.Either<HttpError, Answer>
type JsonAnswer = Extract<Answer, { _tag: 'Json' }>

/** A request with a key, and all that its answer depends on. */
export interface KeyedRequest {
  readonly call: Authorized
  readonly key: string | undefined
  /** What it is sent to: keys of different targets have nothing to do with each other. */
  readonly target: string
  /** The body as it was understood, and the headers that count. */
  readonly request: unknown
}

/**
 * Does the work of a request once for its key. A repetition within 24 hours is given the first answer, with `Idempotency-Replayed: true`; while the first is under way
 * it is `KeyInUse`, and with another body `KeyReused`. Not remembered are answers of the server's own failure (5xx), since it is worth trying again, and those
 * to a body that cannot be taken as it is (400, 413), so that it can be put right under the same key: nothing was done then.
 */
export const onceForKey = async (
  memory: AnswerMemory,
  { call, key, target, request }: KeyedRequest,
  work: () => Promise<Result>,
): Promise<Result> => {
  const digest = key === undefined ? undefined : digestOf(request)
  if (key === undefined || digest === undefined) return work()
  const place = { tenant: call.tenant, target, key }
  const release = begin(memory, place)
  if (release === undefined) return E.left({ _tag: 'KeyInUse' })
  try {
    const known = await memory.find(place)()
    if (known !== undefined && known.digest !== digest) return E.left({ _tag: 'KeyReused' })
    if (known !== undefined) {
      call.request.res?.setHeader('idempotency-replayed', 'true')
      return JSON.parse(known.text) as Result
    }
    const result = await work()
    const text = rememberedText(result)
    if (text !== undefined) await memory.remember(place, { digest, text, position: positionOf(result) })()
    return result
  } finally {
    release()
  }
}

/** Takes a place for a request without an answer to remember: undefined where another one is under way there, else what gives it back. */
export const begin = (memory: AnswerMemory, place: AnswerPlace): (() => void) | undefined => {
  const taken = underWay.get(memory) ?? new Set<string>()
  underWay.set(memory, taken)
  const name = nameOf(place)
  if (taken.has(name)) return undefined
  taken.add(name)
  return () => void taken.delete(name)
}

/** A data folder has one process, so these are all the requests with a key that are under way. */
const underWay = new WeakMap<AnswerMemory, Set<string>>()

const rememberedText = (result: Result): string | undefined => {
  if (E.isLeft(result)) {
    const { status } = toProblem(result.left)
    if (status >= 500 || status === 400 || status === 413) return undefined
  } else if (result.right._tag !== 'Json') return undefined
  const text = JSON.stringify(result)
  return text.length <= rememberedCharsMax ? text : undefined
}

/** The highest position that an answer's receipts have; -1 where it has none. */
const positionOf = (result: Result): number => {
  if (E.isLeft(result)) return -1
  const { body } = result.right as JsonAnswer
  const { items = [body] } = body as { readonly items?: readonly unknown[] }
  return Math.max(-1, ...items.map((item) => Number((item as { readonly position?: string }).position ?? -1)))
}

/** Undefined for what is nested too deeply to be hashed, and so to be taken. */
const digestOf = (request: unknown): string | undefined => {
  try {
    return createHash('sha256')
      .update(canonicalize(request as Json))
      .digest('hex')
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
