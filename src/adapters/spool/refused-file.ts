import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { createReadStream } from 'node:fs'
import type { RefusedLetter, SpoolError } from '../../ports/spool.js'
import { spoolError } from './segment-writer.js'
import { codeOf, spoolFiles } from './spool-files.js'

/** What the store refused for good: `refused.ndjson`, a line for each, for people and programs to read. */
export interface RefusedFile {
  readonly add: (refused: RefusedLetter) => Promise<SpoolError | undefined>
  readonly read: () => AsyncIterable<RefusedLetter>
  readonly count: () => number
  readonly bytes: () => number
}

export const openRefused = async (folder: string): Promise<RefusedFile> => {
  const file = spoolFiles(folder).refused
  const ids = new Set<string>()
  let bytes = 0
  for await (const [letter, size] of linesOf(file)) {
    bytes += size
    if (letter !== undefined) ids.add(letter.id)
  }
  return {
    count: () => ids.size,
    bytes: () => bytes,
    add: async (refused) => {
      if (ids.has(refused.id)) return undefined
      // A line that an earlier failure cut short ends before this one.
      const line = Buffer.from(`\n${JSON.stringify(refused)}\n`)
      try {
        const handle = await open(file, 'a', 0o600)
        try {
          await handle.appendFile(line)
          await handle.datasync()
        } finally {
          await handle.close()
        }
      } catch (failure) {
        return spoolError(folder, failure)
      }
      ids.add(refused.id)
      bytes += line.length
      return undefined
    },
    read: async function* () {
      const seen = new Set<string>()
      for await (const [letter] of linesOf(file)) {
        if (letter === undefined || seen.has(letter.id)) continue
        seen.add(letter.id)
        yield letter
      }
    },
  }
}

/** Each line with its bytes; undefined for one that was cut short. */
async function* linesOf(file: string): AsyncGenerator<readonly [RefusedLetter | undefined, number], void, undefined> {
  const input = createReadStream(file, 'utf8')
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      yield [parse(line), Buffer.byteLength(line) + 1]
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  } finally {
    input.destroy()
  }
}

const parse = (line: string): RefusedLetter | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
      ? (value as RefusedLetter)
      : undefined
  } catch {
    return undefined
  }
}
