import { defineProjection } from '../src/domain/projection.js'

/**
 * What subjects there are: version, first and last change (the earliest and latest `occurredAt`, in ms since the epoch), who made the
 * newest version with which verb, and whether that deleted it (0 or 1).
 */
export default defineProjection({
  name: 'subjects',
  version: 1,
  tables: {
    subjects: {
      columns: {
        subjectType: 'text',
        subjectId: 'text',
        version: 'integer',
        deleted: 'integer',
        firstChangeAt: 'integer',
        lastChangeAt: 'integer',
        lastActorType: 'text',
        lastActorId: 'text',
        lastActorName: 'text',
        lastVerb: 'text',
      },
      key: ['subjectType', 'subjectId'],
    },
  },
  apply: (event) => {
    if (event.kind !== 'change') return []
    const occurredAt = Date.parse(event.occurredAt)
    return [
      {
        op: 'upsert',
        table: 'subjects',
        key: { subjectType: event.subject.type, subjectId: event.subject.id },
        set: {
          version: event.version,
          deleted: event.change?.kind === 'delete',
          lastActorType: event.actor.type,
          lastActorId: event.actor.id,
          lastActorName: event.actor.name ?? null,
          lastVerb: event.verb,
        },
        min: { firstChangeAt: occurredAt },
        max: { lastChangeAt: occurredAt },
      },
    ]
  },
})
