import { constants } from 'node:fs'
import { platform } from 'node:os'
import { mkdir, open, readdir, readFile, rename, stat, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What a spool asks of a disk; all of it runs on libuv's threads, none on the one that calls. */
export interface SpoolDisk {
  /** An empty file, whatever was there. */
  readonly create: (file: string) => Promise<SpoolHandle>
}
export interface SpoolHandle {
  /** Durable when it resolves; where it rejects, any part of it may be there. */
  readonly write: (bytes: Buffer, position: number) => Promise<void>
  readonly truncate: (size: number) => Promise<void>
  readonly close: () => Promise<void>
}

/** Where the system waits for the disk within the write itself, a thread is woken once instead of twice. Elsewhere it may promise less than a sync does. */
const writesThrough = platform() === 'linux'

/** Files are for their user alone. */
export const nodeDisk: SpoolDisk = {
  create: async (file) => {
    const { O_WRONLY, O_CREAT, O_TRUNC, O_DSYNC } = constants
    const handle = await open(file, writesThrough ? O_WRONLY | O_CREAT | O_TRUNC | O_DSYNC : 'w', 0o600)
    return {
      write: async (bytes, position) => {
        for (let written = 0; written < bytes.length;)
          written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten
        if (!writesThrough) await handle.datasync()
      },
      truncate: (size) => handle.truncate(size),
      close: () => handle.close(),
    }
  },
}

export const spoolFiles = (folder: string) =>
  ({
    mark: join(folder, 'delivered'),
    refused: join(folder, 'refused.ndjson'),
    damaged: join(folder, 'damaged'),
  }) as const

export interface SegmentFile {
  readonly file: string
  /** The number of its first letter. */
  readonly first: number
  /** Bytes. */
  readonly size: number
}

const ending = '.segment'

export const segmentFile = (folder: string, first: number): string =>
  join(folder, `${String(first).padStart(16, '0')}${ending}`)

/** In the order of their letters. */
export const listSegments = async (folder: string): Promise<SegmentFile[]> => {
  const names = (await readdir(folder)).filter((name) => /^\d{16}\.segment$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const file = join(folder, name)
      return { file, first: Number(name.slice(0, -ending.length)), size: (await stat(file)).size }
    }),
  )
}

/** From a place to another one, or to the end where it is shorter. */
export const readPart = async (file: string, from: number, to: number): Promise<Buffer> => {
  const handle = await open(file, 'r')
  try {
    const bytes = Buffer.allocUnsafe(Math.max(0, to - from))
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  } finally {
    await handle.close()
  }
}

/** Shortens a file, durably. */
export const cutTo = async (file: string, size: number): Promise<void> => {
  await truncate(file, size)
  const handle = await open(file, 'r+')
  try {
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Makes names that were made, moved or removed durable. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const remove = unlink

/** Moves a file to where damaged ones are kept. */
export const keepAside = async (folder: string, file: string): Promise<void> => {
  await mkdir(spoolFiles(folder).damaged, { recursive: true, mode: 0o700 })
  await rename(file, asideName(folder, file))
}

export const asideName = (folder: string, file: string): string =>
  join(spoolFiles(folder).damaged, file.slice(file.lastIndexOf(ending) - 16))

/** undefined where there is none. */
export const readIfThere = async (file: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
