import { isUtf8 } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import { decodeEventInput } from '../../domain/codecs/event-input.js'
import type { FieldIssue } from '../../domain/errors.js'
import type { EventInput } from '../../domain/event.js'
import { limits } from '../../domain/limits.js'
import { formatTime, parseTime } from '../../domain/time.js'
import type { RawLine } from './line-splitter.js'
import { maxLineBytes } from './read-lines.js'

/** A line of state history as the event that it says: without an id, its change a whole state or a deletion, its time in UTC. */
export type LineEvent = EventInput & {
  readonly occurredAt: string
  readonly change: { readonly kind: 'state' | 'delete' }
}

const required = ['occurredAt', 'actor', 'subject', 'state'] as const
const known: ReadonlySet<string> = new Set([...required, 'transaction', 'verb', 'channel'])

/** Decodes one line; Left says what is wrong with it, by the line's own fields. `now` is in ms since the epoch. */
export const parseImportLine = ({ bytes }: RawLine, now: number): E.Either<readonly FieldIssue[], LineEvent> => {
  if (bytes === undefined) return refuse('', `is longer than ${maxLineBytes} bytes`)
  if (!isUtf8(bytes)) return refuse('', 'is not valid UTF-8')
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    return refuse('', 'is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('', 'must be a JSON object')
  const issues = shapeIssues(value)
  if (issues.length > 0) return E.left(issues)
  const line = value as ImportLine
  const decoded = decodeEventInput(eventOf(line))
  if (E.isLeft(decoded)) return E.left(decoded.left.map(lineIssue))
  return inUtc(decoded.right, now)
}

interface ImportLine {
  readonly occurredAt: unknown
  readonly actor: unknown
  readonly subject: unknown
  readonly state: unknown
  readonly transaction?: unknown
  readonly verb?: unknown
  readonly channel?: unknown
}

const refuse = (field: string, message: string): E.Either<readonly FieldIssue[], never> => E.left([{ field, message }])

const shapeIssues = (value: object): readonly FieldIssue[] => [
  ...required
    .filter((field) => !Object.hasOwn(value, field))
    .map((field) => ({ field: `/${field}`, message: 'is missing' })),
  ...Object.keys(value)
    .filter((field) => !known.has(field))
    .map((field) => ({ field: `/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`, message: 'is not known' })),
]

/** `actor: "x"` is short for the user x. */
const eventOf = (line: ImportLine): unknown => ({
  subject: line.subject,
  actor: typeof line.actor === 'string' ? { type: 'user', id: line.actor } : line.actor,
  occurredAt: line.occurredAt,
  change: line.state === null ? { kind: 'delete' } : { kind: 'state', state: line.state },
  ...(line.transaction === undefined ? {} : { transactionId: line.transaction }),
  ...(line.verb === undefined ? {} : { verb: line.verb }),
  ...(line.channel === undefined ? {} : { channel: line.channel }),
})

/** An issue of the event, in the words of the line. */
const lineIssue = ({ field, message }: FieldIssue): FieldIssue => ({
  field: field.replace(/^\/change\/state/, '/state').replace(/^\/transactionId/, '/transaction'),
  message,
})

const inUtc = (event: EventInput, now: number): E.Either<readonly FieldIssue[], LineEvent> => {
  const at = parseTime(event.occurredAt ?? '')
  if (at === undefined) return refuse('/occurredAt', 'must be an RFC 3339 time with offset')
  // The store refuses it as well; a line that it refuses must not count as its subject's last state.
  if (at > now + limits.maxFutureMs)
    return refuse('/occurredAt', `is more than ${limits.maxFutureMs / 1000} seconds ahead`)
  return E.right({ ...event, occurredAt: formatTime(at) } as LineEvent)
}
