import { expect, test } from 'vitest'
import statistics from '../../projections/statistics.js'
import { rowsAfter } from '../support/projected-rows.js'

const common = {
  subjectType: 'post',
  actorType: 'user',
  verb: 'post.viewed',
  channel: '',
  org: '',
  outcome: 'success',
  kind: 'activity',
}

test('events of one quarter-hour and the same fields are one count; the actor has one of its own', () => {
  const bucket = Date.UTC(2026, 2, 1, 10)
  const rows = rowsAfter(statistics, [
    { occurredAt: '2026-03-01T10:00:00.000Z' },
    { occurredAt: '2026-03-01T10:14:59.999Z', actor: { type: 'user', id: 'grace' } },
    { occurredAt: '2026-03-01T10:15:00.000Z' },
    { occurredAt: '2026-03-01T10:01:00.000Z', channel: 'web' },
  ])
  expect(rows['counts']).toEqual([
    { bucket, ...common, count: 2 },
    { bucket, ...common, channel: 'web', count: 1 },
    { bucket: bucket + 900_000, ...common, count: 1 },
  ])
  expect(rows['actor_counts']?.map(({ bucket: at, actorId, channel, count }) => [at, actorId, channel, count])).toEqual(
    [
      [bucket, 'ada', '', 1],
      [bucket, 'ada', 'web', 1],
      [bucket, 'grace', '', 1],
      [bucket + 900_000, 'ada', '', 1],
    ],
  )
})

test('a quarter-hour before 1970 begins before the event too', () => {
  const { counts } = rowsAfter(statistics, [{ occurredAt: '1969-12-31T23:59:59.999Z' }])
  expect(counts?.map(({ bucket }) => bucket)).toEqual([-900_000])
})

test('an actor has the name that it gave last', () => {
  const { actors } = rowsAfter(statistics, [
    { actor: { type: 'user', id: 'ada', name: 'Ada' } },
    { actor: { type: 'user', id: 'ada', name: 'Ada Lovelace' } },
    { actor: { type: 'user', id: 'ada' } },
    { actor: { type: 'user', id: 'grace' } },
  ])
  expect(actors).toEqual([{ actorType: 'user', actorId: 'ada', name: 'Ada Lovelace' }])
})
