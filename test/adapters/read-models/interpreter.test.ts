import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import activity from '../../../projections/activity.js'
import actors from '../../../projections/actors.js'
import subjects from '../../../projections/subjects.js'
import { readProjections, readUndecodable } from '../../../src/adapters/read-models/read-model-file.js'
import type { Projection, RowOperation } from '../../../src/domain/projection.js'
import { project, tableRows, withFile } from '../../support/projected-rows.js'
import { recordedEvents } from '../../support/recorded-events.js'

const verbs = (faultAt: string, fault: () => readonly RowOperation[]): Projection => ({
  name: 'verbs',
  version: 1,
  tables: { verbs: { columns: { verb: 'text', count: 'integer' }, key: ['verb'] } },
  apply: (event) =>
    event.verb === faultAt ? fault() : [{ op: 'upsert', table: 'verbs', key: { verb: event.verb }, add: { count: 1 } }],
})

const events = recordedEvents(['a', 'b', 'a', 'odd', 'a', 'b'].map((verb) => ({ verb })))

describe('a projection that fails stops before the event it failed at, and the others go on', () => {
  const faults: readonly (readonly [string, () => readonly RowOperation[], string])[] = [
    [
      'it throws',
      () => {
        throw new Error('cannot')
      },
      'at position 30: cannot',
    ],
    ['it answers no array', () => undefined as never, 'apply must answer an array of row operations'],
    ['it answers nothing among operations', () => [null] as never, 'at position 30: an operation is no object'],
    ['it names no table of its own', () => [{ op: 'insert', table: 'other', row: {} }], 'it has no table "other"'],
    [
      'a later operation of the event is bad',
      () => [
        { op: 'upsert', table: 'verbs', key: { verb: 'odd' }, add: { count: 1 } },
        { op: 'insert', table: 'verbs', row: { verb: 'odd', count: 'many' } },
      ],
      'column count is integer: "many" is not',
    ],
    [
      'its rows cannot be written',
      () =>
        [{ op: 'upsert', table: 'verbs', key: { verb: 'a' }, add: { count: Number.MAX_SAFE_INTEGER } }].concat(
          Array.from({ length: 1_100 }, () => ({
            op: 'upsert',
            table: 'verbs',
            key: { verb: 'a' },
            add: { count: Number.MAX_SAFE_INTEGER },
          })),
        ) as readonly RowOperation[],
      'at position 30: cannot store REAL value in INTEGER column',
    ],
  ]
  test.each(faults)('%s', (_, fault, reason) => {
    for (const sliceEvents of [1, 2, 100]) {
      withFile((db) => {
        const failures = project(db, [verbs('odd', fault), activity], events, sliceEvents)
        expect(failures).toMatchObject([{ name: 'verbs', position: 29 }])
        expect(failures[0]?.error).toContain(reason)
        expect(tableRows(db, 'verbs', 'verbs').map(({ verb, count }) => [verb, count])).toEqual([
          ['a', 2],
          ['b', 1],
        ])
        expect(tableRows(db, 'activity', 'events')).toHaveLength(6)
        const stored = readProjections(db)
        expect(stored.get('verbs')).toMatchObject({ position: 29, error: failures[0]?.error })
        expect(stored.get('activity')).toMatchObject({ position: 50, undecodable: 0 })
      })
    }
  })
})

describe('what it does not take from the log', () => {
  const [own, foreign, broken, other] = recordedEvents([{}, {}, {}, {}])
  if (own === undefined || foreign === undefined || broken === undefined || other === undefined) throw new Error()
  const log = [
    own,
    { ...foreign, metadata: Buffer.from('{"kind":"activity"}') },
    { ...broken, data: Buffer.from('{"verb":') },
    other,
  ]

  test('foreign events are passed by, and undecodable ones of its own counted and kept with the reason', () => {
    withFile((db) => {
      expect(project(db, [activity, subjects], log)).toEqual([])
      expect(tableRows(db, 'activity', 'events').map(({ position }) => position)).toEqual([0, 30])
      const stored = readProjections(db)
      expect(stored.get('activity')).toMatchObject({ position: 30, undecodable: 1 })
      expect(stored.get('subjects')).toMatchObject({ position: 30, undecodable: 1 })
      expect(readUndecodable(db)).toMatchObject([{ position: 20, stream: broken.stream }])
    })
  })
})

test('rows do not depend on how the events are cut into transactions', () => {
  const many = recordedEvents(
    Array.from({ length: 300 }, (_, n) =>
      n % 3 === 0
        ? { change: { kind: 'state', state: n }, subject: { type: 'post', id: String(n % 7) } }
        : { actor: { type: 'user', id: String(n % 5), name: `N${n % 4}` }, verb: `v${n % 6}` },
    ),
  )
  const rows = (sliceEvents: number) =>
    withFile((db) => {
      project(db, [activity, actors, subjects], many, sliceEvents)
      return [activity, actors, subjects].flatMap(({ name, tables }) =>
        Object.keys(tables).map((table) => tableRows(db, name, table)),
      )
    })
  const whole = rows(1_000)
  expect(rows(1)).toEqual(whole)
  expect(rows(7)).toEqual(whole)
  expect(whole[0]).toHaveLength(300)
})

test('what was applied is not applied again', () => {
  withFile((db) => {
    project(db, [verbs('none', () => [])], events.slice(0, 4))
    project(db, [verbs('none', () => [])], events)
    const counts = tableRows(db, 'verbs', 'verbs').map(({ count }) => Number(count))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6)
  })
})
