import { expect, test } from 'vitest'
import subjects from '../../projections/subjects.js'
import { rowsAfter } from '../support/projected-rows.js'

const created = { kind: 'state', state: { title: 'A' } } as const

test('a subject has its newest version, however late its events came', () => {
  const rows = rowsAfter(subjects, [
    { change: created, occurredAt: '2026-03-01T12:00:00.000Z', verb: 'post.created' },
    {
      change: { kind: 'patch', delta: { title: ['A', 'B'] } },
      occurredAt: '2026-03-01T11:00:00.000Z',
      actor: { type: 'user', id: 'grace', name: 'Grace' },
    },
  ])
  expect(rows['subjects']).toEqual([
    {
      subjectType: 'post',
      subjectId: '1',
      version: 1,
      deleted: 0,
      firstChangeAt: Date.UTC(2026, 2, 1, 11),
      lastChangeAt: Date.UTC(2026, 2, 1, 12),
      lastActorType: 'user',
      lastActorId: 'grace',
      lastActorName: 'Grace',
      lastVerb: 'post.updated',
    },
  ])
})

test('it is deleted until it is recorded again, and activities say nothing of it', () => {
  const gone = [{ change: created }, { change: { kind: 'delete' }, verb: 'post.deleted' }, {}] as const
  const deleted = (sketches: Parameters<typeof rowsAfter>[1]) =>
    rowsAfter(subjects, sketches)['subjects']?.map(({ version, deleted: is }) => [version, is])
  expect(deleted(gone)).toEqual([[1, 1]])
  expect(deleted([...gone, { change: created }])).toEqual([[2, 0]])
  expect(deleted([{}, { change: { kind: 'delete' }, applied: false }])).toEqual([])
})
