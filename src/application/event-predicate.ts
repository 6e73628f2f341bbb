import type { StoredEvent } from '../domain/event.js'
import type { EventFilter, FieldFilter, FilterField, Pattern } from '../ports/read-models.js'

export type EventPredicate = (event: StoredEvent) => boolean

/**
 * Whether an event meets a filter, exactly as the feed decides it: made once, then asked for each event.
 */
export const eventPredicate = (filter: EventFilter): EventPredicate => {
  const { tenant } = filter
  const conditions = [...fieldConditions(filter.fields), ...timeCondition(filter)]
  switch (conditions.length) {
    case 0:
      return (event) => event.tenant === tenant
    case 1: {
      const [only = never] = conditions
      return (event) => event.tenant === tenant && only(event)
    }
    default:
      return (event) => event.tenant === tenant && conditions.every((meets) => meets(event))
  }
}

type Matcher = (text: string) => boolean
const never = (): boolean => false

const valueOf: Readonly<Record<Exclude<FilterField, 'path'>, (event: StoredEvent) => string | undefined>> = {
  subjectType: (event) => event.subject.type,
  subjectId: (event) => event.subject.id,
  actorType: (event) => event.actor.type,
  actorId: (event) => event.actor.id,
  affects: (event) => event.affects?.id,
  verb: (event) => event.verb,
  channel: (event) => event.channel,
  org: (event) => event.org,
  outcome: (event) => event.outcome.status,
  kind: (event) => event.kind,
  transactionId: (event) => event.transactionId,
}

const fieldConditions = (fields: EventFilter['fields']): readonly EventPredicate[] =>
  (Object.entries(fields) as [FilterField, FieldFilter | undefined][]).flatMap(([field, asked]) =>
    asked === undefined ? [] : [field === 'path' ? pathCondition(asked) : fieldCondition(valueOf[field], asked)],
  )

/** An event without the field meets no `anyOf` and every `noneOf`. */
const fieldCondition = (
  read: (event: StoredEvent) => string | undefined,
  { anyOf, noneOf }: FieldFilter,
): EventPredicate => {
  const wanted = anyOf === undefined ? undefined : matcher(anyOf)
  const unwanted = noneOf === undefined ? undefined : matcher(noneOf)
  return (event) => {
    const value = read(event)
    if (value === undefined) return wanted === undefined
    return (wanted === undefined || wanted(value)) && (unwanted === undefined || !unwanted(value))
  }
}

const pathCondition = ({ anyOf, noneOf }: FieldFilter): EventPredicate => {
  const wanted = anyOf === undefined ? undefined : matcher(anyOf)
  const unwanted = noneOf === undefined ? undefined : matcher(noneOf)
  return ({ changedPaths = [] }) =>
    (wanted === undefined || changedPaths.some(wanted)) && (unwanted === undefined || !changedPaths.some(unwanted))
}

const timeCondition = ({ since, until }: EventFilter): readonly EventPredicate[] => {
  if (since === undefined && until === undefined) return []
  const least = since ?? Number.NEGATIVE_INFINITY
  const end = until ?? Number.POSITIVE_INFINITY
  return [
    (event) => {
      const at = Date.parse(event.occurredAt)
      return at >= least && at < end
    },
  ]
}

/**
 * A text with a lone surrogate is in no event; as a prefix it would, in UTF-16, match half a character. All others begin with the same
 * code units if and only if they begin with the same code points.
 */
const matcher = (patterns: readonly Pattern[]): Matcher => {
  const possible = patterns.filter(({ value }) => value.isWellFormed())
  const values = new Set(possible.filter(({ prefix }) => !prefix).map(({ value }) => value))
  const prefixes = possible.filter(({ prefix }) => prefix).map(({ value }) => value)
  const [value] = values
  if (prefixes.length === 0) {
    if (value === undefined) return never
    return values.size === 1 ? (text) => text === value : (text) => values.has(text)
  }
  const beginsWithOne: Matcher = (text) => prefixes.some((prefix) => text.startsWith(prefix))
  return values.size === 0 ? beginsWithOne : (text) => values.has(text) || beginsWithOne(text)
}
