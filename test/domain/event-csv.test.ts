import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../src/domain/event.js'
import { csvHeader, csvLine } from '../../src/domain/event-csv.js'
import { sampleEvent } from '../contract/feed/sample-events.js'

/** RFC 4180, read back. */
const parseCsv = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = [[]]
  let cell = ''
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') {
      for (i++; text[i] !== '"' || text[i + 1] === '"'; i++) {
        if (text[i] === '"') i++
        cell += text[i] ?? ''
      }
    } else if (text[i] === ',') {
      rows.at(-1)?.push(cell)
      cell = ''
    } else if (text.startsWith('\r\n', i)) {
      rows.at(-1)?.push(cell)
      cell = ''
      rows.push([])
      i++
    } else cell += text[i] ?? ''
  }
  return rows.slice(0, -1)
}

const names = parseCsv(csvHeader)[0] ?? []
const rowOf = (event: StoredEvent): Readonly<Record<string, string | undefined>> => {
  const [cells = [], ...more] = parseCsv(csvLine(event, 'c'))
  expect(more).toEqual([])
  expect(cells).toHaveLength(names.length)
  return Object.fromEntries(names.map((name, index) => [name, cells[index]]))
}

describe('events as CSV', () => {
  it('has a cell for each field; what is missing is empty', () => {
    const event = sampleEvent(7, { at: 0, channel: 'web', affects: { type: 'user', id: 'bob' }, failed: true })
    expect(rowOf(event)).toMatchObject({
      position: '7',
      occurredAt: '1970-01-01T00:00:00.000Z',
      subjectType: 'post',
      version: '',
      actorId: 'ada',
      actorName: '',
      affectsId: 'bob',
      channel: 'web',
      outcome: 'failure',
      org: '',
      change: '',
      cursor: 'c',
    })
  })

  it('reads back as it was, but for an apostrophe before what a spreadsheet would run', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '"', ',', "'", 'a', ' '),
        }),
        (reason) => {
          const runs = /^[=+\-@\t\r\n＝＋－＠]/.test(reason)
          expect(rowOf({ ...sampleEvent(1, { at: 0 }), reason })['reason']).toBe(runs ? `'${reason}` : reason)
        },
      ),
    )
  })
})
