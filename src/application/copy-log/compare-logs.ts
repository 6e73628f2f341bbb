import type { EventLogReader, RecordedEvent } from '../../ports/event-log.js'
import { classOf } from './copied-streams.js'
import type { Side } from './copy-failure.js'
import { bucketOf, createLogSums } from './log-sums.js'
import type { EventDigest, LogSums } from './log-sums.js'
import type { Patience } from './patience.js'
import type { StandIns } from './stand-ins.js'
import { readPatiently, walkLog } from './walk-log.js'

export interface CompareDeps {
  readonly source: EventLogReader
  readonly target: EventLogReader
  readonly standIns: StandIns
  readonly digest: EventDigest
  readonly patience: Patience
  readonly onProgress: (progress: {
    readonly step: CopyStep
    readonly events: number
    readonly fraction: number
  }) => void
}

export type CopyStep = 'copying' | 'metadata' | 'cutting off' | 'reading the source' | 'reading the target'

/** What is in one of the logs only, or differs between them. */
export interface Difference {
  readonly stream: string
  readonly revision: number
  readonly what: 'missing in the target' | 'not in the source' | 'not the same'
}

export interface Counts {
  /** Copied ones: metadata in, tombstones, placeholders and what the logs keep about themselves out. */
  readonly events: number
  readonly placeholders: number
  readonly tombstones: number
  /** Of a server's own streams: not copied. */
  readonly system: number
}

export interface Comparison {
  readonly source: Counts
  readonly target: Counts
  /** Of the target, those with metadata alone not among them. */
  readonly streams: number
  /** At most 20. */
  readonly differences: readonly Difference[]
}

const bucketsAtOnce = 16
const differencesMax = 20

/**
 * Reads both logs, the source up to a position and the target to its end, and compares all that is copied: every event's stream, revision, id, type and bytes, and which
 * streams are tombstoned. Memory is bounded. @param onEvent is given every event of the target. @throws CopyEnded
 */
export const compareLogs = async (
  deps: CompareDeps,
  sourceEnd: number,
  onEvent: (event: RecordedEvent) => Promise<void>,
): Promise<Comparison> => {
  const targetEnd = await readPatiently('target', deps.patience, deps.target.head())
  let streams = 0
  const source = await sumUp(deps, 'source', sourceEnd, () => Promise.resolve())
  const target = await sumUp(deps, 'target', targetEnd, async (event) => {
    if (event.revision === 0 && classOf(event) === 'event') streams += 1
    await onEvent(event)
  })
  const suspects = source.sums.differing(target.sums, bucketsAtOnce)
  const differences =
    suspects.size === 0 ? [] : await differencesIn(deps, { source: sourceEnd, target: targetEnd }, suspects)
  return { source: source.counts, target: target.counts, streams, differences }
}

/** What of a log is compared. A tombstone is compared by its stream: each log makes the event by itself. */
const comparedOf = (deps: CompareDeps, side: Side, event: RecordedEvent): RecordedEvent | keyof Counts | undefined => {
  const what = classOf(event)
  if (what === 'own') return undefined
  if (what === 'system') return 'system'
  if (what === 'tombstone') return { ...event, ...anyTombstone }
  const standIn = side === 'target' ? deps.standIns.kindOf(event) : undefined
  if (standIn === 'placeholder') return 'placeholders'
  return standIn === 'cut' ? undefined : event
}

const nothing = new Uint8Array(0)
const anyTombstone = { revision: Number.MAX_SAFE_INTEGER, id: '', isJson: true, data: nothing, metadata: nothing }

const sumUp = async (
  deps: CompareDeps,
  side: Side,
  end: number,
  onEvent: (event: RecordedEvent) => Promise<void>,
): Promise<{ readonly sums: LogSums; readonly counts: Counts }> => {
  const sums = createLogSums(deps.digest)
  const counts = { events: 0, placeholders: 0, tombstones: 0, system: 0 }
  let walked = 0
  for await (const page of walkLog(deps[side], side, { after: -1, end }, deps.patience)) {
    for (const event of page) {
      const compared = comparedOf(deps, side, event)
      if (typeof compared === 'string') counts[compared] += 1
      else if (compared !== undefined) {
        counts[compared.revision === Number.MAX_SAFE_INTEGER ? 'tombstones' : 'events'] += 1
        sums.add(compared)
      }
      await onEvent(event)
    }
    walked += page.length
    deps.onProgress({
      step: side === 'source' ? 'reading the source' : 'reading the target',
      events: walked,
      fraction: ((page.at(-1)?.position ?? end) + 1) / (end + 1),
    })
  }
  return { sums, counts }
}

/** Both logs once more, and of them the events in a few buckets: of ten million events about 150 are in one. */
const differencesIn = async (
  deps: CompareDeps,
  ends: { readonly source: number; readonly target: number },
  suspects: ReadonlySet<number>,
): Promise<readonly Difference[]> => {
  const expected = new Map<string, RecordedEvent>()
  const digests = new Map<string, string>()
  for await (const event of comparedIn(deps, 'source', ends.source, suspects)) {
    expected.set(placeOf(event), { ...event, data: nothing, metadata: nothing })
    digests.set(placeOf(event), hexOf(deps.digest(event)))
  }
  const found: Difference[] = []
  for await (const event of comparedIn(deps, 'target', ends.target, suspects)) {
    const place = placeOf(event)
    const digest = digests.get(place)
    if (digest !== hexOf(deps.digest(event)))
      found.push(differenceAt(event, digest === undefined ? 'not in the source' : 'not the same'))
    expected.delete(place)
    if (found.length >= differencesMax) return found
  }
  for (const event of expected.values()) found.push(differenceAt(event, 'missing in the target'))
  return found.slice(0, differencesMax)
}

async function* comparedIn(
  deps: CompareDeps,
  side: Side,
  end: number,
  suspects: ReadonlySet<number>,
): AsyncGenerator<RecordedEvent, void, undefined> {
  for await (const page of walkLog(deps[side], side, { after: -1, end }, deps.patience))
    for (const event of page) {
      const compared = comparedOf(deps, side, event)
      if (typeof compared === 'object' && suspects.has(bucketOf(compared))) yield compared
    }
}

const placeOf = ({ stream, revision }: RecordedEvent): string => `${revision}\n${stream}`
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const differenceAt = ({ stream, revision }: RecordedEvent, what: Difference['what']): Difference => ({
  stream,
  revision,
  what,
})
