import type { StoredEvent } from '../src/domain/event.js'
import { defineProjection } from '../src/domain/projection.js'
import type { RowOperation } from '../src/domain/projection.js'

/**
 * The feed: one narrow row an event with what it can be filtered by (`occurredAt` in ms since the epoch), its changed paths, and the
 * whole event as JSON, so that a page of the feed needs nothing but these three tables.
 *
 * The indexes are those that lead to few rows; a frequent value is found soon enough by walking back in time.
 */
export default defineProjection({
  name: 'activity',
  version: 1,
  tables: {
    feed: {
      columns: {
        position: 'integer',
        occurredAt: 'integer',
        subjectType: 'text',
        subjectId: 'text',
        actorType: 'text',
        actorId: 'text',
        affects: 'text',
        verb: 'text',
        channel: 'text',
        org: 'text',
        outcome: 'text',
        kind: 'text',
        transactionId: 'text',
      },
      key: ['position'],
      indexes: [
        ['occurredAt', 'position'],
        ['subjectId', 'occurredAt', 'position'],
        ['actorId', 'occurredAt', 'position'],
        ['affects', 'occurredAt', 'position'],
        ['transactionId', 'occurredAt', 'position'],
        ['verb', 'occurredAt', 'position'],
      ],
    },
    paths: {
      columns: { path: 'text', occurredAt: 'integer', position: 'integer' },
      key: ['path', 'occurredAt', 'position'],
      indexes: [['position', 'path']],
    },
    events: {
      columns: { position: 'integer', event: 'json' },
      key: ['position'],
    },
  },
  apply: (event) => {
    const position = Number(event.position)
    const occurredAt = Date.parse(event.occurredAt)
    const operations: RowOperation[] = [
      { op: 'insert', table: 'feed', row: feedRow(event, position, occurredAt) },
      { op: 'insert', table: 'events', row: { position, event } },
    ]
    for (const path of event.changedPaths ?? []) {
      operations.push({ op: 'insert', table: 'paths', row: { path, occurredAt, position } })
    }
    return operations
  },
})

const feedRow = (event: StoredEvent, position: number, occurredAt: number) => ({
  position,
  occurredAt,
  subjectType: event.subject.type,
  subjectId: event.subject.id,
  actorType: event.actor.type,
  actorId: event.actor.id,
  affects: event.affects === undefined ? null : event.affects.id,
  verb: event.verb,
  channel: event.channel ?? null,
  org: event.org ?? null,
  outcome: event.outcome.status,
  kind: event.kind,
  transactionId: event.transactionId ?? null,
})
