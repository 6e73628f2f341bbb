import { Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { InputFile } from '../environment.js'
import type { RawLine } from './line-splitter.js'
import { lineSplitter } from './line-splitter.js'

/** A state of 256 KiB whose every character is escaped takes six times as much. */
export const maxLineBytes = 4 * 1024 * 1024
const gunzipChunkBytes = 256 * 1024

export interface LineChunk {
  readonly lines: readonly RawLine[]
  /** How much of the file, as it lies on disk, has been read. */
  readonly bytesRead: number
}

/** The lines of a file, plain or gzip (told apart by the first two bytes, RFC 1952). Throws where the file cannot be read or unpacked. */
export async function* readLines(file: Pick<InputFile, 'chunks'>): AsyncGenerator<LineChunk, void, undefined> {
  const progress = { bytesRead: 0 }
  const splitter = lineSplitter(maxLineBytes)
  for await (const chunk of unpacked(counted(file.chunks, progress))) {
    const lines = splitter.push(chunk)
    if (lines.length > 0) yield { lines, bytesRead: progress.bytesRead }
  }
  yield { lines: splitter.end(), bytesRead: progress.bytesRead }
}

async function* counted(
  chunks: AsyncIterable<Buffer>,
  progress: { bytesRead: number },
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of chunks) {
    progress.bytesRead += chunk.length
    yield chunk
  }
}

async function* unpacked(chunks: AsyncGenerator<Buffer, void, undefined>): AsyncGenerator<Buffer, void, undefined> {
  const head = await takeHead(chunks)
  const whole = joined(head, chunks)
  if (!(head[0] === 0x1f && head[1] === 0x8b)) {
    yield* whole
    return
  }
  const gunzip = createGunzip({ chunkSize: gunzipChunkBytes })
  // A failure of either side reaches the loop below through the unpacker, which the pipeline destroys with it.
  pipeline(Readable.from(whole, { objectMode: false }), gunzip, () => undefined)
  for await (const chunk of gunzip) yield chunk as Buffer
}

/** At least the first two bytes, where there are so many: a pipe may give one at a time. */
const takeHead = async (chunks: AsyncGenerator<Buffer, void, undefined>): Promise<Buffer> => {
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 2) {
    const next = await chunks.next()
    if (next.done === true) break
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
  }
  return head
}

async function* joined(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  if (head.length > 0) yield head
  yield* rest
}
