import type { AppendError } from '../../ports/event-log.js'
import type { CommitSample } from '../../ports/metrics.js'
import type { Stored, WriteAnswer } from './write-request.js'

/**
 * The answers to the oldest requests, in their order, in one message: for each request its position, the number of its streams, and a first and last revision for each;
 * a request that failed has the position -1 and its error in `errors`.
 */
export interface AnswerMessage {
  readonly count: number
  readonly numbers: Float64Array<ArrayBuffer>
  readonly errors: readonly AppendError[]
  /** What the commit was that they are the answers to. */
  readonly commit?: CommitSample
}

export const packAnswers = (answers: readonly WriteAnswer[]): AnswerMessage => {
  let size = 0
  for (const answer of answers) size += answer._tag === 'Stored' ? 2 + 2 * answer.streams.length : 1
  const numbers = new Float64Array(size)
  const errors: AppendError[] = []
  let at = 0
  for (const answer of answers) {
    if (answer._tag !== 'Stored') {
      numbers[at++] = -1
      errors.push(answer)
      continue
    }
    numbers[at++] = answer.position
    numbers[at++] = answer.streams.length
    for (const { firstRevision, lastRevision } of answer.streams) {
      numbers[at++] = firstRevision
      numbers[at++] = lastRevision
    }
  }
  return { count: answers.length, numbers, errors }
}

export function* unpackAnswers({ count, numbers, errors }: AnswerMessage): Generator<WriteAnswer> {
  let at = 0
  let failed = 0
  const next = (): number => numbers[at++] ?? 0
  for (let index = 0; index < count; index += 1) {
    const position = next()
    if (position < 0) {
      yield errors[failed++] ?? { _tag: 'LogUnavailable', reason: 'the writer gave no answer' }
      continue
    }
    const streams: Stored['streams'][number][] = []
    for (let left = next(); left > 0; left -= 1) streams.push({ firstRevision: next(), lastRevision: next() })
    yield { _tag: 'Stored', position, streams }
  }
}
