import type { Spool, SpoolDamage, SpoolError } from '../../ports/spool.js'
import type { OwnerCard } from '../embedded/folder-owner.js'
import { ownFolder } from '../embedded/folder-owner.js'
import type { DeliveredMark } from './delivered-mark.js'
import { openMark, readMark } from './delivered-mark.js'
import { damagedFrames, scanFrames } from './frame.js'
import { openRefused } from './refused-file.js'
import { segmentReader } from './segment-reader.js'
import { segmentWriter } from './segment-writer.js'
import type { FoundSegment, Segment, Segments } from './segments.js'
import { createSegments } from './segments.js'
import type { SegmentFile, SpoolDisk } from './spool-files.js'
import { cutTo, keepAside, listSegments, nodeDisk, readPart, remove, syncFolder } from './spool-files.js'

export interface OpenSpoolOptions {
  readonly folder: string
  /** Of segments and refused letters on disk. */
  readonly bytesMax: number
  /** Of one segment, before another one is begun. */
  readonly segmentBytesMax: number
  readonly owner: OwnerCard
  readonly onDamage: (damage: SpoolDamage) => void
  readonly disk?: SpoolDisk
}

/**
 * Makes this process the owner of a spool's folder, and finds what an earlier one left in it. Its lock is that of a data folder: an exclusive lock of SQLite, which the system takes back with the process.
 * Every write, sync and read runs on libuv's threads.
 */
export const openSpool = async (options: OpenSpoolOptions): Promise<Spool | SpoolError> => {
  const owner = ownFolder(options.folder, options.owner)
  if (owner._tag === 'Left') return owner.left
  try {
    return await openOwned(options, owner.right.release)
  } catch (error) {
    owner.right.release()
    throw error
  }
}

const openOwned = async (options: OpenSpoolOptions, release: () => void): Promise<Spool> => {
  const { folder, bytesMax, segmentBytesMax, disk = nodeDisk } = options
  const found = await listSegments(folder)
  const newest = await withoutTornEnd(found.at(-1))
  const marked = await readMark(folder)
  const next = Math.max(marked, newest.last) + 1
  const segments = createSegments([...found.slice(0, -1), ...(newest.kept === undefined ? [] : [newest.kept])])
  let retired = Math.max(marked, (found[0]?.first ?? next) - 1)
  let lost = 0
  const refused = await openRefused(folder)
  const onDamage = (damage: SpoolDamage): void => {
    lost += damage.events
    options.onDamage(damage)
  }
  const writer = segmentWriter({
    folder,
    disk,
    segments,
    next,
    bytesMax: () => bytesMax - refused.bytes(),
    segmentBytesMax,
  })
  const reader = segmentReader({ folder, segments, delivered: retired, onDamage })
  const mark = await openMark(folder)

  return {
    append: writer.append,
    read: reader.read,
    retire: async (through) => {
      retired = through
      await mark.set(through)
      const newestIsDone = through === writer.next() - 1 && (segments.all().at(-1)?.size ?? 0) * 2 > segmentBytesMax
      if (newestIsDone) await writer.seal()
      await dropDelivered(folder, segments, through, writer.next())
    },
    setAside: refused.add,
    refused: refused.read,
    status: () => ({
      waiting: writer.next() - 1 - retired - writer.unused(retired),
      bytes: segments.bytes() + refused.bytes(),
      bytesMax,
      refused: refused.count(),
      lost,
      tornBytes: newest.tornBytes,
    }),
    close: () => close(writer.seal, mark, release),
  }
}

/**
 * The newest segment, which a process may have ended in the middle of writing. What it was writing was not acknowledged, and is cut off; what is damaged behind the last letter may have been, and
 * stays: it is told once it is read, as damage elsewhere is.
 */
const withoutTornEnd = async (
  newest: SegmentFile | undefined,
): Promise<{ readonly kept?: FoundSegment; readonly last: number; readonly tornBytes: number }> => {
  if (newest === undefined) return { last: 0, tornBytes: 0 }
  const bytes = await readPart(newest.file, 0, newest.size)
  const { frames, end } = scanFrames(bytes)
  const last = frames.at(-1)?.number ?? newest.first - 1
  if (end === newest.size && end > 0) return { kept: newest, last, tornBytes: 0 }
  const damaged = damagedFrames(bytes.subarray(end))
  if (damaged > 0) return { kept: { ...newest, next: last + damaged + 1 }, last: last + damaged, tornBytes: 0 }
  const tornBytes = newest.size - end
  if (end > 0) {
    await cutTo(newest.file, end)
    return { kept: { ...newest, size: end }, last, tornBytes }
  }
  await remove(newest.file)
  return { last, tornBytes }
}

/** Segments whose every letter the store has are of no more use, but for those that hold what could not be read. */
const dropDelivered = async (folder: string, segments: Segments, through: number, next: number): Promise<void> => {
  const all = segments.all()
  const done: Segment[] = []
  for (const [index, segment] of all.entries()) {
    const behind = segment.next ?? all[index + 1]?.first ?? next
    if (!segment.isSealed || behind - 1 > through) break
    done.push(segment)
  }
  for (const segment of done) {
    if (segment.isDamaged) await keepAside(folder, segment.file)
    else await remove(segment.file)
    segments.forget(segment)
  }
  if (done.length > 0) await syncFolder(folder)
}

const close = async (seal: () => Promise<void>, mark: DeliveredMark, release: () => void): Promise<void> => {
  try {
    await seal()
    await mark.close()
  } finally {
    release()
  }
}
