import * as E from 'fp-ts/lib/Either.js'
import type { AppendError, ExpectedRevision, NewEvent, StreamAppend } from '../../ports/event-log.js'
import type { IdPlace } from './id-index.js'
import type { LineEnds, Placed, Placing } from './line-ends.js'

/** The first of an append's events are there: so many. */
export type Part = {
  readonly _tag: 'Part'
  readonly count: number
  readonly firstRevision: number
  readonly lastRevision: number
}
type Known = Part | ({ readonly _tag: 'Whole' } & Placed)

export const asPlacing = (known: E.Either<AppendError, Known>): Placing =>
  E.isLeft(known) || known.right._tag === 'Whole'
    ? (known as Placing)
    : E.left({ _tag: 'LogUnavailable', reason: 'the append is stored in part' })

/**
 * Whether the stream holds these events already, or the first of them, where they were meant to be: an earlier attempt whose answer was lost. Left where an id
 * is there with other bytes: the server would call that stored.
 */
export const knownAlready = async (
  ends: Pick<LineEnds, 'find' | 'isSame'>,
  { stream, expected, events }: StreamAppend,
): Promise<E.Either<AppendError, Known> | undefined> => {
  const places: IdPlace[] = []
  for (const event of events) {
    const previous = places.at(-1)
    const place = ends
      .find(event.id.toLowerCase())
      .find((each) => each.stream === stream && (previous === undefined || each.revision === previous.revision + 1))
    if (place === undefined) break
    places.push(place)
  }
  const [first, last] = [places[0], places.at(-1)]
  if (first === undefined || last === undefined || !isMetBefore(expected, first.revision)) return undefined
  for (const [at, place] of places.entries()) {
    const same = await ends.isSame(place, events[at] as NewEvent)
    if (E.isLeft(same)) return same
    if (!same.right)
      return E.left({
        _tag: 'InvalidAppend',
        reason: `the id ${(events[at] as NewEvent).id} is stored with other bytes`,
      })
  }
  const range = { firstRevision: first.revision, lastRevision: last.revision }
  return E.right(
    places.length < events.length
      ? { _tag: 'Part', count: places.length, ...range }
      : { _tag: 'Whole', ...range, position: last.position },
  )
}

const isMetBefore = (expected: ExpectedRevision, firstRevision: number): boolean => {
  switch (expected) {
    case 'any':
      return true
    case 'exists':
      return firstRevision > 0
    case 'none':
      return firstRevision === 0
    default:
      return expected === firstRevision - 1
  }
}
