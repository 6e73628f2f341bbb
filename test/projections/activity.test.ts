import { expect, test } from 'vitest'
import activity from '../../projections/activity.js'
import { rowsAfter } from '../support/projected-rows.js'

test('an event makes one row with all that it can be filtered by, and null for what it lacks', () => {
  const { feed } = rowsAfter(activity, [
    {},
    {
      subject: { type: 'invoice', id: 'a/b' },
      verb: 'invoice.sent',
      actor: { type: 'service', id: 'mailer', name: 'Mailer' },
      affects: { type: 'user', id: 'grace' },
      channel: 'billing',
      org: 'acme',
      transactionId: 't-1',
      tenant: 'north',
      occurredAt: '1969-12-31T23:59:59.999Z',
      outcome: { status: 'failure', error: { message: 'no' } },
    },
  ])
  expect(feed).toEqual([
    {
      position: 0,
      occurredAt: Date.UTC(2026, 2, 1, 10),
      subjectType: 'post',
      subjectId: '1',
      actorType: 'user',
      actorId: 'ada',
      affects: null,
      verb: 'post.viewed',
      channel: null,
      org: null,
      outcome: 'success',
      kind: 'activity',
      transactionId: null,
    },
    {
      tenant: 'north',
      position: 10,
      occurredAt: -1,
      subjectType: 'invoice',
      subjectId: 'a/b',
      actorType: 'service',
      actorId: 'mailer',
      affects: 'grace',
      verb: 'invoice.sent',
      channel: 'billing',
      org: 'acme',
      outcome: 'failure',
      kind: 'activity',
      transactionId: 't-1',
    },
  ])
})

test('a change has a row for each path that it changed', () => {
  const { paths } = rowsAfter(activity, [
    { change: { kind: 'state', state: { title: 'A', tags: ['x'] } } },
    { change: { kind: 'patch', delta: { title: ['A', 'B'], tags: { _t: 'a', '1': ['y'] } } } },
    { change: { kind: 'delete' } },
    { change: { kind: 'patch', delta: { title: ['Z', 'Q'] } }, applied: false },
  ])
  expect(paths?.map(({ path, position }) => [path, position])).toEqual([
    ['', 0],
    ['', 20],
    ['/tags/1', 10],
    ['/title', 10],
  ])
})

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
