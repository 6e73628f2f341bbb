import { expect, test } from 'vitest'
import { copyProgress } from '../../src/cli/copy-progress.js'

const progressOn = (isTty: boolean) => {
  const written: string[] = []
  let now = 1_000
  const stderr = { isTty, columns: 80, color: false, write: (text: string) => Promise.resolve(void written.push(text)) }
  return { ...copyProgress({ stderr, clock: { now: () => now } }), written, pass: (ms: number) => (now += ms) }
}
const copying = (events: number, fraction: number) => ({ step: 'copying', events, fraction }) as const

test('on a terminal one line is drawn anew, five times a second at most, and taken away for what comes behind it', () => {
  const { update, clear, pass, written } = progressOn(true)
  update(copying(10, 0.01))
  expect(written).toEqual([])
  pass(2_000)
  update(copying(5_000, 0.5))
  pass(100)
  update(copying(5_200, 0.52))
  expect(written).toEqual(['\r\u001b[Kcopying: 50 %  5,000 events  2,500 events/s  2 s left'])
  clear()
  clear()
  expect(written.slice(1)).toEqual(['\r\u001b[K'])
})

test('elsewhere it is a line every ten seconds', () => {
  const { update, clear, pass, written } = progressOn(false)
  update(copying(10, 0.01))
  pass(9_999)
  update(copying(5_000, 0.5))
  expect(written).toEqual([])
  pass(1)
  update(copying(10_000, 1))
  clear()
  expect(written).toEqual(['copying: 100 %  10,000 events  1,000 events/s  0 s left\n'])
})

test('rate and time left are those of the step', () => {
  const { update, pass, written } = progressOn(true)
  update(copying(100_000, 1))
  pass(60_000)
  update({ step: 'reading the source', events: 0, fraction: 0 })
  pass(1_000)
  update({ step: 'reading the source', events: 20_000, fraction: 0.25 })
  expect(written.at(-1)).toBe('\r\u001b[Kreading the source: 25 %  20,000 events  20,000 events/s  3 s left')
})
