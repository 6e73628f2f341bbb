import { expect, test } from 'vitest'
import activity from '../../projections/activity.js'
import { rowsAfter } from '../support/projected-rows.js'

test('the whole event is kept as it is read back', () => {
  const state = JSON.parse('{"__proto__":1,"constructor":{"x":[1e300,"\\ud83d\\ude00"]}}') as {
    readonly [key: string]: 1
  }
  const { events } = rowsAfter(activity, [{ change: { kind: 'state', state }, data: { note: 'kept' } }])
  expect(JSON.parse(String(events?.[0]?.['event']))).toMatchObject({
    stream: 'post-default:1',
    revision: 0,
    version: 0,
    position: '0',
    kind: 'change',
    changedPaths: [''],
    data: { note: 'kept' },
    recordedAt: '2026-03-01T10:00:00.005Z',
  })
  expect(String(events?.[0]?.['event'])).toContain('"state":{"__proto__":1,"constructor":{"x":[1e+300,"😀"]}}')
})
