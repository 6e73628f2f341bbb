import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineSplitter } from '../../src/http/line-splitter.js'

const split = (chunks: readonly Buffer[], limit: number) => {
  const splitter = lineSplitter(limit)
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()].map(({ number, bytes }) => ({
    number,
    text: bytes?.toString('latin1'),
  }))
}

test('lines do not depend on how the bytes were cut', () => {
  const text = fc
    .array(fc.constantFrom('a', 'bc', '\n', '\r\n', ' ', 'é', '\n\n'), { maxLength: 60 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, fc.array(fc.nat(20)), fc.integer({ min: 1, max: 8 }), (whole, cuts, limit) => {
      const bytes = Buffer.from(whole)
      const chunks: Buffer[] = []
      let start = 0
      for (const length of cuts) {
        chunks.push(bytes.subarray(start, start + length))
        start += length
      }
      chunks.push(bytes.subarray(start))
      const expected = bytes
        .toString('latin1')
        .split('\n')
        .map((line, index) => ({ number: index + 1, text: line.length > limit ? undefined : line }))
        .filter((line) => line.text === undefined || /[^ \r\t]/.test(line.text))
      expect(split(chunks, limit)).toEqual(expected)
    }),
  )
})

test('of a line that is too long nothing is held', () => {
  const splitter = lineSplitter(10)
  for (let i = 0; i < 1_000; i++) expect(splitter.push(Buffer.alloc(1_000, 'x'))).toEqual([])
  expect(splitter.push(Buffer.from('\n{}\n'))).toEqual([{ number: 1 }, { number: 2, bytes: Buffer.from('{}') }])
})
