import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Clock } from '../../ports/clock.js'
import type { EventLog, EventLogReader, RecordedEvent } from '../../ports/event-log.js'
import type { IdSource } from '../../ports/id-source.js'
import type { CopyTarget } from './append-copies.js'
import { classOf } from './copied-streams.js'
import { CopyEnded, endWith } from './copy-failure.js'
import type { CopyFailure } from './copy-failure.js'
import type { CopyOptions, CopyReport } from './copy-report.js'
import { copyPage } from './copy-page.js'
import { freshMark, openMarks } from './copy-mark.js'
import type { CopyMark, MarkStore } from './copy-mark.js'
import { cutOffPlaceholders } from './cut-off.js'
import type { EventDigest } from './log-sums.js'
import { standInsFor } from './stand-ins.js'
import { tombstoneCopy } from './tombstone-copy.js'
import { verifyWith } from './verify-copy.js'
import { readPatiently, walkLog } from './walk-log.js'

export interface CopyDeps {
  readonly source: EventLogReader
  readonly target: EventLog
  readonly ids: IdSource
  readonly clock: Clock
  readonly digest: EventDigest
  /** How long a log that does not answer is waited for, in ms. */
  readonly patienceMs: number
  /** Grows while the target is being made ready, so that it is waited for. */
  readonly targetProgress?: () => number
}

const markEveryMs = 5_000

/**
 * Copies all that a log holds now into an empty one, or goes on with that, and compares the two. Ids, revisions, types and bytes stay, the order within a stream too;
 * positions and the time at which the log stored an event are the target's. A source that is written to meanwhile is copied as it was at the start: a further run takes the rest.
 *
 * Events come first, metadata and tombstones when all events are there, so that nothing that a copy writes is hidden from it, or brings a deleted stream back.
 */
export const copyLog =
  (deps: CopyDeps) =>
  (options: CopyOptions): TaskEither<CopyFailure, CopyReport> =>
  async () => {
    try {
      return E.right(await copyAll(deps, options))
    } catch (error) {
      if (error instanceof CopyEnded) return E.left(error.failure)
      throw error
    }
  }

const copyAll = async (deps: CopyDeps, options: CopyOptions): Promise<CopyReport> => {
  const { source, target } = deps
  if (source.logId === target.logId) endWith({ _tag: 'SameLog' })
  const patience = {
    patienceMs: deps.patienceMs,
    signal: options.signal,
    ...(deps.targetProgress === undefined ? {} : { progress: deps.targetProgress }),
  }
  const copying: Copying = {
    ...deps,
    options,
    patience,
    standIns: standInsFor(source.logId, deps.ids),
    end: await readPatiently('source', patience, source.head()),
    headBefore: await readPatiently('target', patience, target.head()),
    marks: await openMarks(target, deps.ids, patience),
  }
  const start = await startOf(copying)
  const mark = { ...start, done: false }
  let copied = 0
  if (!start.done || start.events < copying.end) {
    await copying.marks.save(mark)
    copied = await withMark(copying, mark, async (now) => {
      const events = await copyEvents(copying, now)
      const metadata = await copyMetadata(copying, now)
      await copying.marks.save(now.mark)
      if (now.mark.filled) await cutOff(copying)
      return events + metadata
    })
  }
  const verified = await verifyWith(copying, copying.end, options)
  return { from: source.logId, to: target.logId, copied, ...verified }
}

interface Copying extends CopyDeps, CopyTarget {
  readonly target: EventLog
  readonly options: CopyOptions
  /** What is behind this position of the source is left to a further run. */
  readonly end: number
  readonly marks: MarkStore
}

/** The mark as it is now. */
interface Now {
  mark: CopyMark
  savedAt: number
}

/** @throws CopyEnded where the target is neither empty nor a partial copy of this source. */
const startOf = async ({ source, target, marks, patience }: Copying): Promise<CopyMark> => {
  const { last } = marks
  const firstBehind = async (fromPosition: number): Promise<RecordedEvent | undefined> => {
    const page = await readPatiently(
      'target',
      patience,
      target.readAll({ direction: 'forwards', fromPosition, limit: 100 }),
    )
    return page.find((event) => !['own', 'system'].includes(classOf(event)))
  }
  if (last === undefined) {
    if ((await firstBehind(0)) !== undefined)
      endWith({ _tag: 'AnotherTarget', reason: 'it is not empty, and no copy of a log' })
    return freshMark(source.logId)
  }
  if (last.from !== source.logId)
    endWith({ _tag: 'AnotherTarget', reason: `it is a copy of the log ${last.from}, and this one is ${source.logId}` })
  if (last.done && (await firstBehind(marks.position() + 1)) !== undefined)
    endWith({ _tag: 'AnotherTarget', reason: 'it has been written to since it was copied' })
  return last
}

/** What has been copied is noted also when the copying breaks off; once all is there, that it is. */
const withMark = async (copying: Copying, mark: CopyMark, work: (now: Now) => Promise<number>): Promise<number> => {
  const now: Now = { mark, savedAt: copying.clock.now() }
  try {
    const copied = await work(now)
    await copying.marks.save({ ...now.mark, done: true })
    return copied
  } catch (error) {
    const isWritable = error instanceof CopyEnded && error.failure._tag !== 'Unwritable'
    if (isWritable && now.mark !== mark) await copying.marks.saveAtLast(now.mark)
    throw error
  }
}

const copyEvents = async (copying: Copying, now: Now): Promise<number> => {
  const { source, options, patience, end } = copying
  let [copied, walked] = [0, 0]
  for await (const page of walkLog(source, 'source', { after: now.mark.events, end }, patience)) {
    const done = await copyPage(
      copying,
      page.filter((event) => classOf(event) === 'event'),
      options.parallel,
    )
    copied += done.events
    walked += page.length
    const position = page.at(-1)?.position ?? end
    const nextMetadata = now.mark.nextMetadata ?? page.find(isLate)?.position
    const mark = { ...now.mark, events: position, filled: now.mark.filled || done.filled > 0 }
    await note(copying, now, nextMetadata === undefined ? mark : { ...mark, nextMetadata })
    options.onProgress({ step: 'copying', events: walked, fraction: (position + 1) / (end + 1) })
  }
  now.mark = { ...now.mark, events: Math.max(now.mark.events, end) }
  return copied
}

const isLate = (event: RecordedEvent): boolean => ['metadata', 'tombstone'].includes(classOf(event))

/** In the order of the log: a stream's metadata is written before its tombstone. */
const copyMetadata = async (copying: Copying, now: Now): Promise<number> => {
  const { source, options, patience, end } = copying
  const { nextMetadata } = now.mark
  let [copied, walked] = [0, 0]
  const after = nextMetadata === undefined ? end : Math.max(now.mark.metadata, nextMetadata - 1)
  for await (const page of walkLog(source, 'source', { after, end }, patience)) {
    const metadata: RecordedEvent[] = []
    for (const event of page) {
      const what = classOf(event)
      if (what === 'metadata') metadata.push(event)
      if (what !== 'tombstone') continue
      copied += (await copyPage(copying, metadata.splice(0), 1)).events
      await tombstoneCopy(copying, event.stream)
    }
    copied += (await copyPage(copying, metadata, 1)).events
    walked += page.length
    const position = page.at(-1)?.position ?? end
    await note(copying, now, { ...now.mark, metadata: position })
    options.onProgress({ step: 'metadata', events: walked, fraction: (position + 1) / (end + 1) })
  }
  const { nextMetadata: _, ...rest } = now.mark
  now.mark = { ...rest, metadata: Math.max(rest.metadata, end) }
  return copied
}

const cutOff = async (copying: Copying): Promise<void> => {
  const end = await readPatiently('target', copying.patience, copying.target.head())
  await cutOffPlaceholders(copying, (position) =>
    copying.options.onProgress({ step: 'cutting off', events: position, fraction: (position + 1) / (end + 1) }),
  )
}

const note = async ({ clock, marks }: Copying, now: Now, mark: CopyMark): Promise<void> => {
  now.mark = mark
  if (clock.now() - now.savedAt < markEveryMs) return
  await marks.save(mark)
  now.savedAt = clock.now()
}
