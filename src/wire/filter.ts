import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { RE2JS } from 're2js'
import type { RecordedEvent } from '../ports/event-log.js'
import type { streams } from './protocol.js'
import type { Refusal } from './refusal.js'

export interface Filter {
  readonly matches: (event: RecordedEvent) => boolean
  /** How many events are scanned from one checkpoint to the next. */
  readonly checkpointEvents: number
}

const defaultWindow = 32
const patternLengthMax = 1_024
/** Steps that one character of a text can take; a text (a stream's name, a type) has at most 1,024 bytes. */
const programSizeMax = 1_000

/**
 * What a request filters by: prefixes or a regular expression, on the stream's name or the event's type. Expressions are RE2's, which are matched in time
 * linear in the text: with backtracking ones a client could hold up everybody on this thread. Lookaround and back references are what they lack.
 */
export const filterOf = (options: streams.ReadReq.Options.FilterOptions): Either<Refusal, Filter> => {
  const byStream = options.getStreamIdentifier()
  const expression = byStream ?? options.getEventType()
  if (expression === undefined) return bad('a filter needs a stream identifier or an event type')
  const test = testOf(expression)
  if (E.isLeft(test)) return test
  const window = options.hasMax() ? options.getMax() : defaultWindow
  return E.right({
    matches: byStream === undefined ? (event) => test.right(event.type) : (event) => test.right(event.stream),
    checkpointEvents: Math.max(1, window) * Math.max(1, options.getCheckpointintervalmultiplier()),
  })
}

const testOf = (
  expression: streams.ReadReq.Options.FilterOptions.Expression,
): Either<Refusal, (text: string) => boolean> => {
  const prefixes = expression.getPrefixList()
  if (prefixes.length > 0) return E.right((text) => prefixes.some((prefix) => text.startsWith(prefix)))
  const pattern = expression.getRegex()
  if (pattern.length > patternLengthMax) return bad(`a regular expression has at most ${patternLengthMax} characters`)
  try {
    const regex = RE2JS.compile(pattern)
    return regex.programSize() > programSizeMax
      ? bad('the regular expression asks for too much: write it with fewer and smaller repetitions')
      : E.right((text) => regex.test(text))
  } catch (error) {
    return bad(`the regular expression cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const bad = (reason: string): Either<Refusal, never> => E.left({ _tag: 'BadRequest', reason })
