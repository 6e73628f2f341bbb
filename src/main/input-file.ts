import { open } from 'node:fs/promises'
import type { InputFile } from '../cli/environment.js'
import { badInput } from '../cli/failure.js'

const chunkBytes = 256 * 1024

/** A file's bytes, or standard input for `-`. */
export const inputFile = async (path: string): Promise<InputFile> => {
  if (path === '-') return { chunks: process.stdin as AsyncIterable<Buffer>, sizeBytes: undefined }
  try {
    const file = await open(path, 'r')
    const stat = await file.stat()
    if (stat.isDirectory()) {
      await file.close()
      return badInput(path, 'is a folder')
    }
    const chunks = file.createReadStream({ highWaterMark: chunkBytes }) as AsyncIterable<Buffer>
    return { chunks, sizeBytes: stat.isFile() ? stat.size : undefined }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return badInput(path, code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${code}`)
  }
}
