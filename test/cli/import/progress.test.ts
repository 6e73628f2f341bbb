import { expect, it } from 'vitest'
import { progressText } from '../../../src/cli/import/progress.js'
import { showBytes, showDuration } from '../../../src/cli/show-values.js'

it('says the share, the rate and the time left', () => {
  expect(progressText(5120, 42, 100, 2)).toBe('42 %  5,120 lines  2,560 lines/s  3 s left')
  expect(progressText(10, 0, 100, 1)).toBe('0 %  10 lines  10 lines/s')
  expect(progressText(10, 500, undefined, 1)).toBe('10 lines  10 lines/s')
})

it.each([
  [3.4, '3 s'],
  [125, '2 min 05 s'],
  [3840, '1 h 04 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(showDuration(seconds)).toBe(text)
})

it.each([
  [999, '999 bytes'],
  [12_340_000, '12.3 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(showBytes(bytes)).toBe(text)
})
