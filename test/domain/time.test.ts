import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatTime, parseTime } from '../../src/domain/time.js'

describe('parseTime', () => {
  test.each([
    ['2026-11-23T03:14:00.000Z', Date.UTC(2026, 10, 23, 3, 14)],
    ['2026-11-23T03:14:00Z', Date.UTC(2026, 10, 23, 3, 14)],
    ['2026-11-23t03:14:00z', Date.UTC(2026, 10, 23, 3, 14)],
    ['2026-11-23T03:14:15.6Z', Date.UTC(2026, 10, 23, 3, 14, 15, 600)],
    ['2026-11-23T03:14:15.67Z', Date.UTC(2026, 10, 23, 3, 14, 15, 670)],
    ['2026-11-23T03:14:15.6789999Z', Date.UTC(2026, 10, 23, 3, 14, 15, 678)],
    ['2026-11-23T03:14:15.001+02:30', Date.UTC(2026, 10, 23, 0, 44, 15, 1)],
    ['2026-11-23T23:14:15-08:00', Date.UTC(2026, 10, 24, 7, 14, 15)],
    ['2026-11-23T03:14:00-00:00', Date.UTC(2026, 10, 23, 3, 14)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['1969-12-31T23:59:59.999Z', -1],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ])('%s', (text, ms) => {
    expect(parseTime(text)).toBe(ms)
  })

  test.each([
    '',
    '1 Jan',
    '2026-11-23',
    '2026-11-23T03:14:00',
    '2026-11-23T03:14Z',
    '2026-11-23 03:14:00Z',
    '2026-11-23T03:14:00.Z',
    '2026-11-23T03:14:00,5Z',
    '2026-11-23T03:14:00Z ',
    ' 2026-11-23T03:14:00Z',
    '2026-11-23T03:14:00ZZ',
    '2026-11-23T03:14:00+02',
    '2026-11-23T03:14:00+0200',
    '2026-11-23T03:14:00+24:00',
    '2026-11-23T03:14:00+02:60',
    '2026-11-23T24:00:00Z',
    '2026-11-23T03:60:00Z',
    '2026-12-31T23:59:60Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-13-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '26-01-01T00:00:00Z',
    '+002026-01-01T00:00:00Z',
    '２０２６-01-01T00:00:00Z',
    '0000-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
  ])('refuses %j', (text) => {
    expect(parseTime(text)).toBeUndefined()
  })

  it('gives back every time that formatTime writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (ms) => {
        expect(parseTime(formatTime(ms))).toBe(ms)
        expect(formatTime(ms)).toHaveLength(24)
      }),
    )
  })

  it('agrees with Date wherever both take a text', () => {
    const part = fc.integer({ min: 0, max: 62 }).map((n) => String(n).padStart(2, '0'))
    const year = fc.integer({ min: 1890, max: 2110 }).map(String)
    fc.assert(
      fc.property(year, part, part, part, part, part, (y, month, day, hour, minute, second) => {
        const text = `${y}-${month}-${day}T${hour}:${minute}:${second}Z`
        const ms = parseTime(text)
        if (ms !== undefined) expect(formatTime(ms)).toBe(`${text.slice(0, -1)}.000Z`)
        else expect(dateOf(text)).not.toBe(`${text.slice(0, -1)}.000Z`)
      }),
      { numRuns: 2_000 },
    )
  })
})

const dateOf = (text: string): string => {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}
