import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../src/domain/event.js'
import { fieldOfTime, parametersOf, timeOfField, viewOf } from '../../src/web/record/view.js'
import type { RecordView } from '../../src/web/record/view.js'
import { waterfallOf } from '../../src/web/transaction/waterfall.js'
import { textParts } from '../../src/web/values/unseen.js'
import { weight } from '../../src/web/values/weight.js'

describe('what of a record the address asks for', () => {
  const views: readonly RecordView[] = [
    { _tag: 'Now' },
    { _tag: 'Version', version: 0, restore: false },
    { _tag: 'Version', version: 7, restore: true },
    { _tag: 'At', at: '2026-11-23T03:14:00.000Z', by: 'recorded', restore: true },
    { _tag: 'At', at: '2026-11-23T03:14:00.000Z', by: 'occurred', restore: false },
    { _tag: 'Compare', from: -1, to: 3 },
  ]
  it.each(views)('is read as it was written: $_tag', (view) => {
    const parameters = new URLSearchParams()
    for (const [name, value] of Object.entries(parametersOf(view))) {
      if (value !== undefined) parameters.set(name, String(value))
    }
    expect(viewOf(parameters)).toEqual(view)
  })

  it.each(['version=x', 'version=-1', 'version=1e3', 'from=1', 'to=2', 'from=1&to=', 'restore'])(
    'is the record now where it cannot be read: %s',
    (text) => expect(viewOf(new URLSearchParams(text))).toEqual({ _tag: 'Now' }),
  )

  it('has times as a field for date and time takes them', () => {
    expect(timeOfField('2026-11-23T03:14', true)).toBe('2026-11-23T03:14:00.000Z')
    expect(fieldOfTime('2026-11-23T03:14:05.250Z', true)).toBe('2026-11-23T03:14:05')
    const local = '2026-11-23T03:14:05'
    expect(fieldOfTime(timeOfField(local, false) ?? '', false)).toBe(local)
    expect(timeOfField('', true)).toBeUndefined()
    expect(timeOfField('yesterday', false)).toBeUndefined()
    expect(fieldOfTime('yesterday', true)).toBe('')
  })
})

describe('a waterfall', () => {
  const start = Date.parse('2026-11-23T03:14:00.000Z')
  const event = (ms: number, more: Partial<StoredEvent>): StoredEvent =>
    ({
      id: String(ms),
      subject: { type: 'order', id: '1' },
      occurredAt: new Date(start + ms).toISOString(),
      ...more,
    }) as StoredEvent
  const call = (service: string, durationMs?: number): Partial<StoredEvent> => ({
    call: { direction: 'out', service, operation: 'x', ...(durationMs !== undefined && { durationMs }) },
  })

  it('has a lane for each record and service in the order of their beginnings, and ends with the last end', () => {
    const { totalMs, lanes, ticks } = waterfallOf([
      event(0, {}),
      event(100, call('a', 900)),
      event(200, {}),
      event(500, call('b')),
    ])
    expect(totalMs).toBe(1_000)
    expect(ticks).toEqual([0, 200, 400, 600, 800, 1_000])
    expect(lanes.map(({ key, bars }) => [key, bars.map(({ left, width }) => [left, width])])).toEqual([
      [
        'record order 1',
        [
          [0, 0],
          [0.2, 0],
        ],
      ],
      ['service a', [[0.1, 0.9]]],
      ['service b', [[0.5, 0]]],
    ])
  })

  it('has a place for what takes no time at all, and for nothing', () => {
    expect(waterfallOf([event(0, {})])).toMatchObject({
      totalMs: 0,
      ticks: [0],
      lanes: [{ bars: [{ left: 0, width: 0 }] }],
    })
    expect(waterfallOf([])).toEqual({ totalMs: 0, lanes: [], ticks: [0] })
  })

  it.each([0.5, 1, 7, 99, 1_001, 86_400_000])('marks at most six round times along %d ms', (durationMs) => {
    const { ticks } = waterfallOf([event(0, call('a', durationMs))])
    expect(ticks.length).toBeGreaterThanOrEqual(2)
    expect(ticks.length).toBeLessThanOrEqual(6)
    expect(ticks.at(-1)).toBeLessThanOrEqual(durationMs)
  })
})

describe('values from outside', () => {
  it('names the characters that nobody would see, and leaves those alone that join', () => {
    expect(textParts('a\u202Eb\u0000')).toEqual([
      { _tag: 'Text', text: 'a' },
      { _tag: 'Unseen', code: '202E', name: 'right-to-left override' },
      { _tag: 'Text', text: 'b' },
      { _tag: 'Unseen', code: '0000', name: 'null' },
    ])
    expect(textParts('👩\u200D💻\n\té')).toEqual([{ _tag: 'Text', text: '👩\u200D💻\n\té' }])
    expect(textParts('')).toEqual([])
  })

  it('are weighed no further than asked for', () => {
    expect(weight({ a: [1, { b: null }], c: 'x' }, 100)).toBe(6)
    expect(
      weight(
        Array.from({ length: 100_000 }, () => 0),
        40,
      ),
    ).toBe(40)
  })
})
