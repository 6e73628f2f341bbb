import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../src/domain/event.js'
import type { ServerEvent } from '../../src/web/api/server-events.js'
import { serverEventReader } from '../../src/web/api/server-events.js'
import { bucketsOver, intervalFor } from '../../src/web/feed/buckets.js'
import { compareRows, rowOf } from '../../src/web/feed/feed-row.js'

const read = (
  pieces: readonly string[],
): { readonly events: readonly ServerEvent[]; readonly retries: readonly number[] } => {
  const events: ServerEvent[] = []
  const retries: number[] = []
  const take = serverEventReader(
    (event) => events.push(event),
    (ms) => retries.push(ms),
  )
  for (const piece of pieces) take(piece)
  return { events, retries }
}

describe('server-sent events', () => {
  const stream = [
    '\uFEFFretry: 250\nretry: soon\n',
    'event: start\ndata: {"a":1}\n\n',
    ': a comment\n\n',
    'id: one\r\ndata: first\r\ndata:second\r\n\r\n',
    'id: t\0wo\rdata\rdata:  x\r\r',
    'event: nothing\n\nunknown: field\ndata: é🙂\nid\n\n',
    'data: has no end',
  ].join('')
  const expected = [
    { name: 'start', data: '{"a":1}', lastId: '' },
    { name: 'message', data: 'first\nsecond', lastId: 'one' },
    { name: 'message', data: '\n x', lastId: 'one' },
    { name: 'message', data: 'é🙂', lastId: '' },
  ]

  it('are read as the standard says, however they are cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), stream.length]
        const pieces = at.slice(1).map((end, index) => stream.slice(at[index], end))
        expect(read(pieces)).toEqual({ events: expected, retries: [250] })
      }),
    )
  })

  it('are bounded', () => {
    expect(() => read(Array.from({ length: 9 }, () => 'x'.repeat(1_024 * 1_024)))).toThrow(RangeError)
    expect(() => read(Array.from({ length: 9 }, () => `data: ${'x'.repeat(1_024 * 1_024)}\n`))).toThrow(RangeError)
  })
})

describe('bars of volume', () => {
  it.each([
    [3_600_000, 'minute'],
    [86_400_000, 'hour'],
    [30 * 86_400_000, 'day'],
    [3 * 365 * 86_400_000, 'week'],
    [50 * 365 * 86_400_000, 'month'],
  ])('%i ms are shown by the %s', (ms, interval) => {
    expect(intervalFor(ms)).toBe(interval)
  })

  it('follow each other without a gap, whatever days are shorter or missing', () => {
    const day = 86_400_000
    const start = Date.parse('2026-03-27T23:00:00Z')
    const iso = (at: number) => new Date(at).toISOString()
    const counted = [
      { from: iso(start), to: iso(start + day), count: 3 },
      // The day on which clocks go forward.
      { from: iso(start + day), to: iso(start + day + 23 * 3_600_000), count: 1 },
      { from: iso(start + 4 * day - 3_600_000), to: iso(start + 5 * day - 3_600_000), count: 2 },
    ]
    const buckets = bucketsOver(counted, start + 1_000, start + 7 * day, 'day')
    expect(buckets.map(({ count }) => count)).toEqual([3, 1, 0, 0, 2, 0, 0])
    for (const [index, { from }] of buckets.entries()) if (index > 0) expect(from).toBe(buckets[index - 1]?.to)
    expect(buckets.at(-1)?.to).toBe(start + 7 * day)
    expect(bucketsOver([], 0, 10 * day, 'day')).toHaveLength(10)
  })
})

const stored = (parts: Partial<StoredEvent>): StoredEvent => ({
  ...{
    id: 'e',
    subject: { type: 'post', id: '1' },
    verb: 'post.updated',
    actor: { type: 'user', id: 'u' },
    tenant: 't',
  },
  ...{ occurredAt: '2026-11-24T00:00:00.000Z', recordedAt: '2026-11-24T00:00:00.000Z', outcome: { status: 'success' } },
  ...{ kind: 'activity', stream: 's', revision: 0, version: null, position: '1' },
  ...parts,
})
const patch = { kind: 'patch', delta: {} } as const

describe('a row', () => {
  it.each<[string, Partial<StoredEvent>]>([
    ['title, a.b', { change: patch, changedPaths: ['/title', '/a/b'] }],
    ['…c/~d.e', { change: patch, changedPaths: ['/a/b/c~1~0d/e', '/x/y/c~1~0d/e'] }],
    ['email, all of it', { change: patch, changedPaths: ['/email/$redacted', '/$redacted'] }],
    ['a, b, c, d and 2 more', { change: patch, changedPaths: ['/a', '/b', '/c', '/d', '/e', '/f'] }],
    ['created', { change: { kind: 'state', state: {} }, changedPaths: [''], version: 0 }],
    ['deleted · “spam”', { change: { kind: 'delete' }, changedPaths: [''], version: 4, reason: 'spam' }],
    ['restored to version 2: title', { change: patch, changedPaths: ['/title'], restoredFrom: { version: 2 } }],
    ['kept, but not applied', { change: patch, applied: false }],
    ['E1: no money', { outcome: { status: 'failure', error: { code: 'E1', message: 'no money' } } }],
    [
      'POST pay /v1/x, 503, 842 ms',
      {
        call: {
          direction: 'out',
          service: 'pay',
          operation: '/v1/x',
          method: 'POST',
          statusCode: 503,
          durationMs: 841.6,
        },
      },
    ],
  ])('says %s', (what, parts) => {
    expect(rowOf(stored(parts)).what).toBe(what)
  })

  it('stands by its time, then by its place in the log', () => {
    const rows = [
      rowOf(stored({ id: 'c', position: '9' })),
      rowOf(stored({ id: 'a', position: '3', occurredAt: '2026-11-24T00:00:00.001Z' })),
      rowOf(stored({ id: 'b', position: '10' })),
    ]
    expect(rows.sort(compareRows).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(rowOf(stored({ reason: 'x'.repeat(10_000) })).what.length).toBeLessThan(300)
  })
})
