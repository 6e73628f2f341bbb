import type { PeerRow } from './peer-rows.js'

/** The columns of a peer's table of events, but for the event itself. */
export const columns = [
  'position',
  'tenant',
  'occurred_at',
  'subject_type',
  'subject_id',
  'actor_type',
  'actor_id',
  'verb',
  'channel',
  'outcome',
  'kind',
  'transaction_id',
] as const

/** By each of these, with time, there is an index: those of the columns that the questions filter by. */
export const indexedColumns = [
  'verb',
  'channel',
  'subject_type',
  'subject_id',
  'actor_id',
  'outcome',
  'transaction_id',
] as const

export const indexStatements: readonly string[] = [
  'CREATE INDEX events_by_time ON events (tenant, occurred_at, position)',
  'CREATE INDEX events_by_position ON events (tenant, position)',
  ...indexedColumns.map(
    (column) => `CREATE INDEX events_by_${column} ON events (tenant, ${column}, occurred_at, position)`,
  ),
  'CREATE INDEX paths_by_time ON event_paths (tenant, path, occurred_at, position)',
]

/** In the order of `columns`; times in ms. The synthetic events all have all of them. */
export const valuesOf = ({ event, position, occurredAt }: PeerRow): readonly (string | number)[] => [
  position,
  event.tenant,
  occurredAt,
  event.subject.type,
  event.subject.id,
  event.actor.type,
  event.actor.id,
  event.verb,
  event.channel ?? '',
  event.outcome.status,
  event.kind,
  event.transactionId ?? '',
]
