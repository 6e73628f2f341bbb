import * as E from 'fp-ts/lib/Either.js'
import { checkAppend, isAppendError } from '../../src/adapters/embedded/append-check.js'
import type {
  AppendError,
  AppendResult,
  EventLog,
  ExpectedRevision,
  NewEvent,
  StreamAppend,
} from '../../src/ports/event-log.js'

/**
 * A log that stores an append to several streams one stream after the other, as an engine must that has no transaction over streams: the least that
 * `atomicAcrossStreams: false` allows. What an earlier attempt has stored is known by its ids.
 */
export const streamByStream = (log: EventLog): EventLog => ({
  ...log,
  capabilities: { atomicAcrossStreams: false },
  append: (appends) => (appends.length < 2 ? log.append(appends) : () => appendEach(log, appends)),
})

type Place = AppendResult['streams'][number] & { readonly position: number }

const appendEach = async (
  log: EventLog,
  appends: readonly StreamAppend[],
): Promise<E.Either<AppendError, AppendResult>> => {
  const checked = checkAppend(appends)
  if (isAppendError(checked)) return E.left(checked)
  const stored = await Promise.all(appends.map((append) => placeOf(log, append)))
  const refused = await refusalOf(
    log,
    appends.filter((_, index) => stored[index] === undefined),
  )
  if (refused !== undefined) return E.left(refused)
  const places: Place[] = []
  for (const [index, append] of appends.entries()) {
    const place = stored[index] ?? (await appendOne(log, append))
    if ('_tag' in place) return E.left(place)
    places.push(place)
  }
  const streams = places.map(({ stream, firstRevision, lastRevision }) => ({ stream, firstRevision, lastRevision }))
  return E.right({ streams, position: places.at(-1)?.position ?? -1 })
}

/** Where the events are already. */
const placeOf = async (log: EventLog, { stream, events }: StreamAppend): Promise<Place | undefined> => {
  const find = async (event: NewEvent | undefined) => {
    const found = await log.findById(event?.id ?? '')()
    return E.isRight(found) ? found.right.find((each) => each.stream === stream) : undefined
  }
  const [first, last] = [await find(events[0]), await find(events.at(-1))]
  if (first === undefined || last === undefined) return undefined
  return { stream, firstRevision: first.revision, lastRevision: last.revision, position: last.position }
}

const refusalOf = async (log: EventLog, appends: readonly StreamAppend[]): Promise<AppendError | undefined> => {
  const revisions = new Map<string, number>()
  for (const { stream, expected, events } of appends) {
    const slice = await log.readStream(stream, { direction: 'backwards', limit: 1 })()
    if (E.isLeft(slice))
      return slice.left._tag === 'CorruptRow' ? { _tag: 'LogUnavailable', reason: 'a row is damaged' } : slice.left
    const actual = revisions.get(stream) ?? slice.right.lastRevision
    if (!isMet(expected, actual)) return { _tag: 'WrongExpectedRevision', stream, expected, actual }
    revisions.set(stream, actual + events.length)
  }
  return undefined
}

const isMet = (expected: ExpectedRevision, actual: number): boolean =>
  expected === 'any' || (expected === 'none' ? actual < 0 : expected === 'exists' ? actual >= 0 : actual === expected)

const appendOne = async (log: EventLog, append: StreamAppend): Promise<Place | AppendError> => {
  const result = await log.append([append])()
  if (E.isLeft(result)) return result.left
  const [place] = result.right.streams
  if (place === undefined) throw new Error('an append without a place')
  return { ...place, position: result.right.position }
}
