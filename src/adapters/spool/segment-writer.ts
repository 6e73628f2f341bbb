import type { Appended, Letter, SpoolError } from '../../ports/spool.js'
import { encodeFrames } from './frame.js'
import type { Segment, Segments } from './segments.js'
import type { SpoolDisk, SpoolHandle } from './spool-files.js'
import { codeOf, segmentFile, syncFolder } from './spool-files.js'

export interface SegmentWriterOptions {
  readonly folder: string
  readonly disk: SpoolDisk
  readonly segments: Segments
  /** The number of the next letter. */
  readonly next: number
  readonly bytesMax: () => number
  readonly segmentBytesMax: number
}

export interface SegmentWriter {
  readonly append: (parcels: readonly (readonly Letter[])[]) => Promise<Appended>
  /** The number of the next letter. */
  readonly next: () => number
  /** Numbers behind a given one that were never used. A number is not used twice: a write that failed may be there all the same. */
  readonly unused: (behind: number) => number
  /** What comes next goes to a new segment. */
  readonly seal: () => Promise<void>
}

/** Of one write. */
const writeBytesMax = 4 * 1024 * 1024

/** Appends to the newest segment, and is durable when it answers. One call at a time. */
export const segmentWriter = (options: SegmentWriterOptions): SegmentWriter => {
  const { folder, disk, segments, bytesMax, segmentBytesMax } = options
  let next = options.next
  const skipped: { readonly first: number; readonly count: number }[] = []
  let active: { readonly segment: Segment; readonly handle: SpoolHandle } | undefined

  const seal = async (): Promise<void> => {
    const sealed = active
    active = undefined
    if (sealed === undefined) return
    sealed.segment.isSealed = true
    await sealed.handle.close()
  }

  const begin = async (): Promise<NonNullable<typeof active>> => {
    const file = segmentFile(folder, next)
    // Left over from a failure, and never acknowledged: it is written anew.
    const handle = await disk.create(file)
    try {
      await syncFolder(folder)
    } catch (error) {
      await handle.close().catch(ignore)
      throw error
    }
    active = { segment: segments.begin(file, next), handle }
    return active
  }

  /** What does not get durable is taken back as far as the disk lets us; nothing more goes to a file that failed. */
  const write = async (bytes: Buffer, letters: number): Promise<void> => {
    if (active !== undefined && active.segment.size > 0 && active.segment.size + bytes.length > segmentBytesMax)
      await seal()
    const { segment, handle } = active ?? (await begin())
    try {
      await handle.write(bytes, segment.size)
    } catch (error) {
      await handle.truncate(segment.size).catch(ignore)
      await seal().catch(ignore)
      if (segment.size === 0) segments.forget(segment)
      skipped.push({ first: next, count: letters })
      next += letters
      throw error
    }
    next += letters
    segments.grow(segment, bytes.length, next)
  }

  return {
    seal,
    next: () => next,
    unused: (behind) => {
      while ((skipped[0]?.first ?? Infinity) <= behind) skipped.shift()
      return skipped.reduce((sum, { count }) => sum + count, 0)
    },
    append: async (parcels) => {
      const parts: Buffer[] = []
      let bytes = 0
      let letters = 0
      let error: SpoolError | undefined
      for (const parcel of parcels) {
        const part = encodeFrames(parcel, next + letters)
        if (segments.bytes() + bytes + part.length > bytesMax()) {
          error = { _tag: 'SpoolFull', folder, reason: `it may have ${bytesMax()} bytes` }
          break
        }
        if (parts.length > 0 && bytes + part.length > writeBytesMax) break
        parts.push(part)
        bytes += part.length
        letters += parcel.length
      }
      if (parts.length === 0) return error === undefined ? { taken: 0 } : { taken: 0, error }
      try {
        await write(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, bytes), letters)
      } catch (failure) {
        return { taken: 0, error: spoolError(folder, failure) }
      }
      return error === undefined ? { taken: parts.length } : { taken: parts.length, error }
    },
  }
}

/** No room: on the disk, for the user, for the file. */
const noRoom: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

export const spoolError = (folder: string, failure: unknown): SpoolError => {
  const code = codeOf(failure)
  const reason = failure instanceof Error ? failure.message : String(failure)
  return { _tag: code !== undefined && noRoom.has(code) ? 'SpoolFull' : 'SpoolFailed', folder, reason }
}

const ignore = (): void => undefined
