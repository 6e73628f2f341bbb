import type { StoredEvent } from '../../../domain/event.js'
import type { FilterField } from '../../../ports/read-models.js'

/**
 * Fields with few enough values for a column of codes. `actor` is both parts of an actor as one value, so that it can be counted by; an actor's
 * id is found as what such values begin with.
 */
export const codedFields = [
  'tenant',
  'subjectType',
  'actorType',
  'actor',
  'verb',
  'channel',
  'org',
  'outcome',
  'kind',
] as const
export type CodedField = (typeof codedFields)[number]

/** Fields whose values are too many for that: each segment has lists of rows by value. */
export const termFields = ['subjectId', 'affects', 'transactionId', 'path'] as const
export type TermField = (typeof termFields)[number]

export const isTermField = (field: FilterField): field is TermField =>
  (termFields as readonly FilterField[]).includes(field)

/** The column that a field of the filter is looked for in. */
export const columnFor = (field: Exclude<FilterField, TermField>): CodedField => (field === 'actorId' ? 'actor' : field)

/** One event as the index keeps it. */
export interface IndexedEvent {
  readonly position: number
  /** ms since the epoch */
  readonly occurredAt: number
  /** By `codedFields`; undefined where the event has none. */
  readonly coded: readonly (string | undefined)[]
  /** By `termFields`: each value once. */
  readonly terms: readonly (readonly string[])[]
}

/** No id and no type has a control character. */
const between = '\u0001'

export const actorValue = (type: string, id: string): string => `${id}${between}${type}`
/** What the values of all actors with this id begin with. */
export const actorsWithId = (id: string): string => `${id}${between}`
/** What has the character between id and type would reach into the type. */
export const mayBeginId = (text: string): boolean => !text.includes(between)
export const actorParts = (value: string): { readonly type: string; readonly id: string } => {
  const at = value.lastIndexOf(between)
  return { type: value.slice(at + 1), id: value.slice(0, at) }
}

/** Values of different tenants never share a list. */
export const termText = (tenant: string, value: string): string => `${tenant}${between}${value}`

export const indexedEvent = (event: StoredEvent): IndexedEvent => ({
  position: Number(event.position),
  occurredAt: Date.parse(event.occurredAt),
  coded: [
    event.tenant,
    event.subject.type,
    event.actor.type,
    actorValue(event.actor.type, event.actor.id),
    event.verb,
    event.channel,
    event.org,
    event.outcome.status,
    event.kind,
  ],
  terms: [
    [event.subject.id],
    event.affects === undefined ? [] : [event.affects.id],
    event.transactionId === undefined ? [] : [event.transactionId],
    event.changedPaths === undefined ? [] : [...new Set(event.changedPaths)],
  ],
})
