import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readLines } from '../../../src/cli/import/read-lines.js'

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

const read = async (
  bytes: Buffer,
  size: number,
): Promise<{ readonly texts: readonly string[]; readonly bytesRead: number }> => {
  const texts: string[] = []
  let bytesRead = 0
  for await (const chunk of readLines({ chunks: inPieces(bytes, size) })) {
    texts.push(...chunk.lines.map((line) => line.bytes?.toString() ?? ''))
    bytesRead = chunk.bytesRead
  }
  return { texts, bytesRead }
}

const texts = Array.from({ length: 500 }, (_, index) => JSON.stringify({ index, text: 'ä'.repeat(index) }))
const plain = Buffer.from(texts.join('\n'))

describe('a file of lines', () => {
  it.each([1 << 20, 1000, 1])('is read plain or as gzip, in pieces of %d bytes', async (size) => {
    const packed = gzipSync(plain)
    expect(await read(plain, size)).toEqual({ texts, bytesRead: plain.length })
    expect(await read(packed, size)).toEqual({ texts, bytesRead: packed.length })
  })

  it('may be several gzip members behind each other', async () => {
    const packed = Buffer.concat([gzipSync(`${texts[0] ?? ''}\n`), gzipSync(texts[1] ?? '')])
    expect((await read(packed, 100)).texts).toEqual(texts.slice(0, 2))
  })

  it('may be empty or a single byte', async () => {
    expect((await read(Buffer.alloc(0), 10)).texts).toEqual([])
    expect((await read(Buffer.from('7'), 10)).texts).toEqual(['7'])
  })

  it.each([
    ['broken off', (packed: Buffer) => packed.subarray(0, packed.length - 20)],
    [
      'damaged',
      (packed: Buffer) => Buffer.concat([packed.subarray(0, 200), Buffer.alloc(50, 0xff), packed.subarray(250)]),
    ],
  ])('that is %s fails', async (_, damage) => {
    await expect(read(damage(gzipSync(plain)), 1000)).rejects.toThrow()
  })
})
