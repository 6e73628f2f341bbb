import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineSplitter } from '../../../src/cli/import/line-splitter.js'

const linesOf = (chunks: readonly Buffer[], limit = 1000): readonly (readonly [number, string | undefined])[] => {
  const splitter = lineSplitter(limit)
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()].map(({ number, bytes }) => [
    number,
    bytes?.toString(),
  ])
}

describe('lines', () => {
  it('are numbered from 1, blank ones left out, CRLF and a byte order mark taken off', () => {
    expect(linesOf([Buffer.from('\ufeffone\r\n\n  \t\nfour\nfive')])).toEqual([
      [1, 'one'],
      [4, 'four'],
      [5, 'five'],
    ])
  })

  it('over the limit are named and nothing of them is kept', () => {
    expect(linesOf([Buffer.from('abc\nabcde'), Buffer.from('fgh'), Buffer.from('ij\nxyz\nabcdef')], 5)).toEqual([
      [1, 'abc'],
      [2, undefined],
      [3, 'xyz'],
      [4, undefined],
    ])
  })

  it('are the same however the bytes come', () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n\ufeff]/g, '_'))
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(50), { maxLength: 30 }), (lines, cuts) => {
        const bytes = Buffer.from(lines.join('\n'))
        const chunks: Buffer[] = []
        let at = 0
        for (const cut of cuts) {
          chunks.push(bytes.subarray(at, at + cut))
          at += cut
        }
        chunks.push(bytes.subarray(at))
        expect(linesOf(chunks, 10_000)).toEqual(linesOf([bytes], 10_000))
        expect(linesOf(chunks, 10_000).map(([, text]) => text)).toEqual(
          lines.filter((text) => !/^[ \t]*$/.test(text)).map((text) => Buffer.from(text).toString()),
        )
      }),
    )
  })
})
