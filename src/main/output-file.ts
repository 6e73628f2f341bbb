import { open, rename } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { OutputFile } from '../cli/environment.js'
import { badInput } from '../cli/failure.js'

/** A file that is written as `<path>.part` and takes its name when it is whole. With `resume`, behind the whole lines that are there already. */
export const outputFile = async (path: string, resume: boolean): Promise<OutputFile> => {
  const part = `${path}.part`
  const file = await openPart(part, resume)
  try {
    const kept = resume ? await wholeLines(file) : { bytes: 0, lastLine: undefined }
    await file.truncate(kept.bytes)
    let position = kept.bytes
    return {
      part,
      lastLine: kept.lastLine,
      write: async (text) => {
        const bytes = Buffer.from(text)
        for (let from = 0; from < bytes.length;) {
          const { bytesWritten } = await file.write(bytes, from, bytes.length - from, position)
          from += bytesWritten
          position += bytesWritten
        }
      },
      commit: async () => {
        await file.sync()
        await file.close()
        await rename(part, path)
      },
      close: () => file.close().catch(() => undefined),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

const openPart = async (part: string, resume: boolean): Promise<FileHandle> => {
  try {
    if (!resume) return await open(part, 'w')
    return await open(part, 'r+').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return open(part, 'w+')
      throw error
    })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return badInput('--output', `${part} cannot be written: ${code}`)
  }
}

const tailBytes = 1_048_576

/** How many bytes the whole lines of a file take, and the last of them. */
const wholeLines = async (file: FileHandle): Promise<{ readonly bytes: number; readonly lastLine?: string }> => {
  const { size } = await file.stat()
  for (let length = tailBytes; ; length *= 2) {
    const start = Math.max(0, size - length)
    const tail = Buffer.alloc(size - start)
    await file.read(tail, 0, tail.length, start)
    const end = tail.lastIndexOf(newline)
    const before = end < 1 ? -1 : tail.lastIndexOf(newline, end - 1)
    if (before < 0 && start > 0) continue
    if (end < 0) return { bytes: 0 }
    return { bytes: start + end + 1, lastLine: tail.subarray(before + 1, end).toString() }
  }
}

const newline = 0x0a
