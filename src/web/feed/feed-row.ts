import type { Party } from '../../domain/event.js'
import { parsePointer } from '../../domain/pointer.js'
import type { StoredEvent, Subject } from '../api/shapes.js'
import { withoutMark } from '../difference/redacted-change.js'

/** What a row of the feed shows of an event, and no more: an event may have hundreds of kilobytes, and a page tens of thousands of rows. */
export interface FeedRow {
  readonly id: string
  readonly position: string
  readonly occurredAt: string
  /** ms since the epoch. */
  readonly at: number
  readonly actor: Party
  readonly verb: string
  readonly subject: Subject
  readonly channel: string
  readonly isFailure: boolean
  /** What changed, or what else there is to say, in a few words. */
  readonly what: string
}

export const rowOf = (event: StoredEvent): FeedRow => ({
  id: event.id,
  position: event.position,
  occurredAt: event.occurredAt,
  at: Date.parse(event.occurredAt),
  actor: event.actor,
  verb: event.verb,
  subject: event.subject,
  channel: event.channel ?? '',
  isFailure: event.outcome.status === 'failure',
  what: whatOf(event),
})

/** Below zero where `a` stands above `b`: newest first, ties by the place in the log. */
export const compareRows = (a: FeedRow, b: FeedRow): number => b.at - a.at || comparePositions(b.position, a.position)

const comparePositions = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

const maxCharacters = 240
const maxPaths = 4

const whatOf = (event: StoredEvent): string =>
  shortened(
    [failureOf(event), callOf(event), changeOf(event), event.reason === undefined ? '' : `“${event.reason}”`]
      .filter((part) => part !== '')
      .join(' · '),
  )

const failureOf = ({ outcome }: StoredEvent): string =>
  outcome.status === 'failure' ? [outcome.error?.code, outcome.error?.message].filter(Boolean).join(': ') : ''

const callOf = ({ call }: StoredEvent): string =>
  call === undefined
    ? ''
    : [
        [call.method, call.service, call.operation].filter(Boolean).join(' '),
        call.statusCode,
        call.durationMs === undefined ? undefined : `${Math.round(call.durationMs)} ms`,
      ]
        .filter((part) => part !== undefined)
        .join(', ')

const changeOf = ({ change, changedPaths = [], restoredFrom, version, applied }: StoredEvent): string => {
  if (change === undefined) return ''
  if (applied === false) return 'kept, but not applied'
  const restored = restoredFrom === undefined ? '' : `restored to version ${restoredFrom.version}: `
  if (change.kind === 'delete') return 'deleted'
  if (changedPaths.includes('')) return `${restored}${version === 0 ? 'created' : wholeState}`
  const named = [...new Set(changedPaths.map(nameOf))]
  const names = named.slice(0, maxPaths)
  const more = named.length - names.length
  return `${restored}${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Of a deeper path its end alone: the beginning is much the same in all rows. */
const maxKeys = 3

const wholeState = 'all of it'

/** `/address/city` as `address.city`. */
const nameOf = (path: string): string => {
  const keys = withoutMark(parsePointer(path) ?? [path])
  if (keys.length === 0) return wholeState
  return keys.length > maxKeys ? `…${keys.slice(1 - maxKeys).join('.')}` : keys.join('.')
}

const shortened = (text: string): string => (text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text)
