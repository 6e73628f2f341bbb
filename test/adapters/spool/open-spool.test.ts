import { appendFile, open, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { encodeFrames, scanFrames } from '../../../src/adapters/spool/frame.js'
import { openSpool } from '../../../src/adapters/spool/open-spool.js'
import type { OpenSpoolOptions } from '../../../src/adapters/spool/open-spool.js'
import type { SpoolDisk } from '../../../src/adapters/spool/spool-files.js'
import { nodeDisk } from '../../../src/adapters/spool/spool-files.js'
import type { Letter, RefusedLetter, Spool, SpoolDamage } from '../../../src/ports/spool.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const letter = (n: number): Letter => ({
  id: `id-${n}`,
  event: JSON.stringify({ n, text: 'é'.repeat(50) }),
  instead: [],
})
const refusedOf = (n: number, error: unknown): RefusedLetter => ({
  id: `id-${n}`,
  refusedAt: '2026-01-02T03:04:05.000Z',
  error,
  event: { n },
})
const letters = (from: number, to: number): Letter[] =>
  Array.from({ length: to - from + 1 }, (_, index) => letter(from + index))

const newFolder = (): string => {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  return join(path, 'spool')
}

const damages: SpoolDamage[] = []
const openIn = async (folder: string, more: Partial<OpenSpoolOptions> = {}): Promise<Spool> => {
  damages.length = 0
  const owner = { pid: process.pid, command: 'test', startedAt: new Date().toISOString() }
  const opened = await openSpool({
    folder,
    bytesMax: 1_000_000,
    segmentBytesMax: 1_000,
    owner,
    onDamage: (damage) => damages.push(damage),
    ...more,
  })
  if ('_tag' in opened) throw new Error(JSON.stringify(opened))
  return opened
}

const all = { events: 1_000, bytes: 1_000_000 }
const idsOf = (read: { readonly letters: readonly Letter[] }): string[] => read.letters.map(({ id }) => id)
const readAll = async (spool: Spool): Promise<string[]> => {
  const ids: string[] = []
  for (let read = await spool.read(all); read.letters.length > 0; read = await spool.read(all)) ids.push(...idsOf(read))
  return ids
}
const segments = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.segment')).map((name) => join(folder, name))

/** Turns over one byte. */
const spoil = async (file: string, offset: number): Promise<void> => {
  const handle = await open(file, 'r+')
  const byte = Buffer.alloc(1)
  await handle.read(byte, 0, 1, offset)
  byte[0] = (byte[0] ?? 0) ^ 0x40
  await handle.write(byte, 0, 1, offset)
  await handle.close()
}

describe('a spool', () => {
  test('gives letters back in their order, whole, with what is to be sent instead', async () => {
    const spool = await openIn(newFolder())
    const one = { id: 'a', event: '{"a":"\\n"}', instead: ['{"b":1}', '{"c":2}'] }
    expect(await spool.append([[one], letters(1, 3)])).toEqual({ taken: 2 })
    const read = await spool.read(all)
    expect(read).toEqual({ letters: [one, ...letters(1, 3)], through: 4 })
    expect(await spool.read(all)).toEqual({ letters: [], through: 4 })
    expect(spool.status()).toMatchObject({ waiting: 4, lost: 0 })
    await spool.retire(4)
    expect(spool.status().waiting).toBe(0)
    await spool.close()
  })

  test('keeps what was not retired for the next process, and not what was', async () => {
    const folder = newFolder()
    const first = await openIn(folder)
    await first.append([letters(1, 20)])
    await first.append([letters(21, 40)])
    await first.read({ events: 7, bytes: 1_000_000 })
    await first.retire(7)
    await first.close()
    const second = await openIn(folder)
    expect(second.status().waiting).toBe(33)
    await second.append([letters(41, 45)])
    expect(await readAll(second)).toEqual(letters(8, 45).map(({ id }) => id))
    await second.retire(45)
    await second.close()
    expect((await segments(folder)).length).toBeLessThanOrEqual(1)
    const third = await openIn(folder)
    expect([third.status().waiting, await readAll(third)]).toEqual([0, []])
    await third.close()
  })

  test('without its mark sends everything that is still there again', async () => {
    const folder = newFolder()
    const first = await openIn(folder)
    await first.append([letters(1, 3)])
    await first.read(all)
    await first.retire(2)
    await first.close()
    await writeFile(join(folder, 'delivered'), 'nonsense')
    const second = await openIn(folder)
    expect(await readAll(second)).toEqual(['id-1', 'id-2', 'id-3'])
    await second.close()
  })

  test('cuts a torn end, wherever it is torn, and nothing else', async () => {
    const bytes = encodeFrames(letters(1, 3), 1)
    const lastFrom = encodeFrames(letters(1, 2), 1).length
    for (const size of [lastFrom + 1, lastFrom + 20, lastFrom + 33, bytes.length - 1]) {
      const folder = newFolder()
      await (await openIn(folder)).close()
      await writeFile(join(folder, '0000000000000001.segment'), bytes.subarray(0, size))
      const spool = await openIn(folder)
      expect(spool.status()).toMatchObject({ waiting: 2, tornBytes: size - lastFrom, lost: 0 })
      await spool.append([[letter(9)]])
      expect(await readAll(spool)).toEqual(['id-1', 'id-2', 'id-9'])
      expect(damages).toEqual([])
      await spool.close()
    }
  })

  test('a file that has nothing but a torn beginning is removed', async () => {
    const folder = newFolder()
    await (await openIn(folder)).close()
    await writeFile(join(folder, '0000000000000001.segment'), encodeFrames(letters(1, 1), 1).subarray(0, 30))
    const spool = await openIn(folder)
    expect(await segments(folder)).toEqual([])
    await spool.append([[letter(1)]])
    expect(await readAll(spool)).toEqual(['id-1'])
    await spool.retire(1)
    await spool.append([[letter(2)]])
    expect(await readAll(spool)).toEqual(['id-2'])
    await spool.close()
  })

  test.each([
    ['in a text', 60],
    ['in a length', 22],
    ['in a digest', 8],
    ['in the mark of a frame', 1],
  ])('a spoilt byte %s costs that letter alone, is told, and its file is kept aside', async (_where, at) => {
    const folder = newFolder()
    const first = await openIn(folder, { segmentBytesMax: 10_000 })
    await first.append([letters(1, 5)])
    await first.close()
    const [file = ''] = await segments(folder)
    await spoil(file, encodeFrames(letters(1, 2), 1).length + at)
    const spool = await openIn(folder)
    await spool.append([[letter(6)]])
    expect(await readAll(spool)).toEqual(['id-1', 'id-2', 'id-4', 'id-5', 'id-6'])
    expect(damages).toMatchObject([{ events: 1, offset: encodeFrames(letters(1, 2), 1).length }])
    expect(spool.status().lost).toBe(1)
    await spool.retire(6)
    expect((await stat(damages[0]?.file ?? '')).size).toBe(encodeFrames(letters(1, 5), 1).length)
    await spool.close()
  })

  test('a spoilt end of a file that others follow is damage, not a torn end', async () => {
    const folder = newFolder()
    const first = await openIn(folder, { segmentBytesMax: 1 })
    for (const each of letters(1, 3)) await first.append([[each]])
    await first.close()
    const [, second = ''] = await segments(folder)
    await spoil(second, 70)
    const spool = await openIn(folder)
    expect(await readAll(spool)).toEqual(['id-1', 'id-3'])
    expect(damages).toMatchObject([{ events: 1, offset: 0 }])
    await spool.close()
  })

  test.each([
    ['in a text', 60],
    ['in a digest', 8],
    ['in the mark of a frame', 1],
  ])('a letter at the very end that is spoilt %s is damage, not a torn end', async (_where, at) => {
    for (const count of [1, 3]) {
      const folder = newFolder()
      const first = await openIn(folder)
      await first.append([letters(1, count)])
      await first.close()
      const [file = ''] = await segments(folder)
      const offset = count === 1 ? 0 : encodeFrames(letters(1, count - 1), 1).length
      const { size } = await stat(file)
      await spoil(file, offset + at)
      // Told again by a process that comes before it was seen to.
      for (const isLast of [false, true]) {
        const spool = await openIn(folder)
        if (isLast) await spool.append([[letter(9)]])
        const read = await spool.read(all)
        expect(idsOf(read)).toEqual([...letters(1, count - 1).map(({ id }) => id), ...(isLast ? ['id-9'] : [])])
        expect(damages).toEqual([{ file: expect.any(String) as string, offset, bytes: size - offset, events: 1 }])
        expect(spool.status()).toMatchObject({ lost: 1, tornBytes: 0 })
        if (isLast) {
          await spool.retire(read.through)
          expect(spool.status().waiting).toBe(0)
          expect((await stat(damages[0]?.file ?? '')).size).toBe(size)
        }
        await spool.close()
      }
      const last = await openIn(folder)
      expect([await readAll(last), damages]).toEqual([[], []])
      await last.close()
    }
  })

  test('behind a torn end that has zeros nothing is lost', async () => {
    const folder = newFolder()
    const first = await openIn(folder)
    await first.append([letters(1, 2)])
    await first.close()
    const [file = ''] = await segments(folder)
    await appendFile(file, Buffer.alloc(4_096))
    const spool = await openIn(folder)
    expect(await readAll(spool)).toEqual(['id-1', 'id-2'])
    expect([damages, spool.status().tornBytes]).toEqual([[], 4_096])
    await spool.close()
  })

  test('takes whole parcels up to its bound, and again once there is room', async () => {
    const spool = await openIn(newFolder(), { bytesMax: 2_000, segmentBytesMax: 500 })
    const parcels = letters(1, 40).map((each) => [each])
    const { taken, error } = await spool.append(parcels)
    expect(error).toMatchObject({ _tag: 'SpoolFull' })
    expect(taken).toBeGreaterThan(5)
    expect(spool.status().bytes).toBeLessThanOrEqual(2_000)
    expect(await spool.append([[letter(99)]])).toMatchObject({ taken: 0, error: { _tag: 'SpoolFull' } })
    const read = await spool.read(all)
    await spool.retire(read.through)
    expect(await spool.append([[letter(99)]])).toEqual({ taken: 1 })
    expect(idsOf(await spool.read(all))).toEqual(['id-99'])
    await spool.close()
  })

  test('belongs to one owner at a time', async () => {
    const folder = newFolder()
    const spool = await openIn(folder)
    await expect(openIn(folder)).rejects.toThrow('DataFolderInUse')
    await spool.close()
    await (await openIn(folder)).close()
  })

  test('keeps refused letters once each, for its next owner too', async () => {
    const folder = newFolder()
    const first = await openIn(folder)
    await first.setAside(refusedOf(1, { _tag: 'InvalidInput', issues: [] }))
    await first.setAside(refusedOf(1, { _tag: 'InvalidInput', issues: [] }))
    await first.close()
    await appendFile(join(folder, 'refused.ndjson'), '{"id":"cut sh')
    const second = await openIn(folder)
    await second.setAside(refusedOf(1, { _tag: 'InvalidInput', issues: [] }))
    await second.setAside(refusedOf(2, { _tag: 'IdConflict', id: 'id-2' }))
    const refused = []
    for await (const each of second.refused()) refused.push(each)
    expect(refused).toMatchObject([
      { id: 'id-1', event: { n: 1 }, error: { _tag: 'InvalidInput' } },
      { id: 'id-2', event: { n: 2 }, error: { _tag: 'IdConflict' } },
    ])
    expect(second.status().refused).toBe(2)
    await second.close()
  })
})

describe('a disk that fails', () => {
  /** Its second write fails, having written this share. */
  const failing = (share: number, code: string): SpoolDisk => {
    let writes = 0
    return {
      create: async (file) => {
        const handle = await nodeDisk.create(file)
        return {
          ...handle,
          write: async (bytes, position) => {
            if (++writes !== 2) return handle.write(bytes, position)
            await handle.write(bytes.subarray(0, bytes.length * share), position)
            throw Object.assign(new Error(`${code}: it is injected`), { code })
          },
        }
      },
    }
  }

  test.each([
    [0.5, 'ENOSPC', 'SpoolFull'],
    [0.5, 'EIO', 'SpoolFailed'],
    [1, 'EIO', 'SpoolFailed'],
    [1, 'EDQUOT', 'SpoolFull'],
  ] as const)('having written %f, with %s, acknowledges nothing, and is asked again', async (share, code, tag) => {
    const folder = newFolder()
    const spool = await openIn(folder, { disk: failing(share, code), segmentBytesMax: 10_000 })
    expect(await spool.append([[letter(1)]])).toEqual({ taken: 1 })
    expect(await spool.append([[letter(2)], [letter(3)]])).toMatchObject({ taken: 0, error: { _tag: tag, folder } })
    expect(await spool.append([[letter(4)]])).toEqual({ taken: 1 })
    const read = await spool.read(all)
    expect(idsOf(read)).toEqual(['id-1', 'id-4'])
    expect(spool.status().waiting).toBe(2)
    await spool.retire(read.through)
    expect(spool.status().waiting).toBe(0)
    await spool.close()
    const next = await openIn(folder)
    expect(await readAll(next)).toEqual([])
    expect(damages).toEqual([])
    await next.close()
  })
})

describe('frames', () => {
  test('any bytes between and behind them are passed over', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { minLength: 1, maxLength: 6 }), (noises) => {
        const parts = noises.flatMap((noise, index) => [Buffer.from(noise), encodeFrames([letter(index)], index)])
        const { frames } = scanFrames(Buffer.concat(parts))
        expect(frames.map(({ number }) => number)).toEqual(noises.map((_, index) => index))
        expect(frames.map((frame) => frame.letter)).toEqual(noises.map((_, index) => letter(index)))
      }),
    )
  })

  test('no byte of one can be changed unseen', () => {
    const bytes = encodeFrames([letter(1)], 1)
    for (let at = 0; at < bytes.length; at++) {
      const spoilt = Buffer.from(bytes)
      spoilt[at] = (spoilt[at] ?? 0) ^ 1
      expect(scanFrames(spoilt).frames).toEqual([])
    }
  })
})
