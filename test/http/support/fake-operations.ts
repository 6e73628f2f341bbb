import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../../src/application/operations.js'
import type { Receipt, StoredEvent } from '../../../src/domain/event.js'

export const logId = '0190b0a5-0000-7000-8000-000000000001'

/** Operations of which a test gives those that it needs; any other must not be called. */
export const fakeOperations = (given: Partial<Operations>): Operations => {
  const never = (name: string) => () => {
    throw new Error(`${name} must not be called`)
  }
  return {
    emit: never('emit'),
    emitMany: never('emitMany'),
    recordState: never('recordState'),
    restore: never('restore'),
    captureRules: never('captureRules'),
    setCaptureRules: never('setCaptureRules'),
    eventById: never('eventById'),
    stateAt: never('stateAt'),
    history: never('history'),
    diff: never('diff'),
    activity: never('activity'),
    facets: never('facets'),
    live: never('live'),
    exportActivity: never('exportActivity'),
    stats: never('stats'),
    subjects: never('subjects'),
    transaction: never('transaction'),
    calls: never('calls'),
    status: never('status'),
    storeStatus: never('storeStatus'),
    projectionRows: never('projectionRows'),
    projections: never('projections'),
    rebuild: never('rebuild'),
    waitFor: () => TE.right(undefined),
    readiness: () => TE.right({ ready: true, reasons: [] }),
    logId,
    ...given,
  }
}

export const receipt = (id: string, duplicate = false): Receipt => ({
  id,
  stream: 'post-default:42',
  revision: 0,
  version: 0,
  position: '1',
  recordedAt: '2026-04-01T00:00:00.000Z',
  duplicate,
})

export const storedEvent = (id: string): StoredEvent => ({
  id,
  subject: { type: 'post', id: '42' },
  verb: 'post.viewed',
  actor: { type: 'user', id: 'u-7' },
  tenant: 'default',
  occurredAt: '2026-04-01T00:00:00.000Z',
  outcome: { status: 'success' },
  kind: 'activity',
  stream: 'activity:post-default:42',
  revision: 0,
  version: null,
  position: '1',
  recordedAt: '2026-04-01T00:00:00.000Z',
})
