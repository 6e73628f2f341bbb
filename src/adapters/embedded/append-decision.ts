import type { AppendError, ExpectedRevision } from '../../ports/event-log.js'
import { describedStream, isMetadataStream, metadataStreamOf } from '../../ports/reserved-names.js'
import { isSoftDeleted } from './stream-states.js'
import type { StreamState, StreamStates } from './stream-states.js'
import type { UnpackedStream } from './write-request.js'

/**
 * Whether these streams take the append as they are now; a stream that is named again is expected to be as the append leaves it until then.
 * @param targets is given the state of each stream in turn.
 * @returns the first refusal. No state is changed.
 */
export const refusal = (
  streams: readonly UnpackedStream[],
  states: StreamStates,
  targets: StreamState[],
): AppendError | undefined => {
  const upcoming = streams.length > 1 ? new Map<string, number>() : undefined
  for (const { stream, expected, offsets } of streams) {
    const state = states.find(stream)
    if (state.tombstoned) return { _tag: 'StreamTombstoned', stream }
    const described = isMetadataStream(stream) ? states.find(describedStream(stream)) : undefined
    if (described?.tombstoned === true) return { _tag: 'StreamTombstoned', stream: described.name }
    const before = upcoming?.get(stream)
    const met = before === undefined ? isMet(expected, state, states) : isMetBy(expected, before)
    if (!met) return { _tag: 'WrongExpectedRevision', stream, expected, actual: before ?? state.lastRevision }
    upcoming?.set(stream, (before ?? state.lastRevision) + offsets.length)
    targets.push(state)
  }
  return undefined
}

/**
 * As EventStoreDB has it: a softly deleted stream counts as having no events for `none`, while an exact revision means the old numbering, which goes on;
 * `exists` also holds for a stream that has metadata only.
 */
const isMet = (expected: ExpectedRevision, state: StreamState, states: StreamStates): boolean => {
  switch (expected) {
    case 'any':
      return true
    case 'none':
      return state.lastRevision === -1 || isSoftDeleted(state)
    case 'exists':
      return !isSoftDeleted(state) && (state.lastRevision >= 0 || hasMetadata(state, states))
    default:
      return state.lastRevision === expected
  }
}

/** For a stream that the same append has written to already. */
const isMetBy = (expected: ExpectedRevision, lastRevision: number): boolean =>
  typeof expected === 'number' ? expected === lastRevision : expected !== 'none'

const hasMetadata = (state: StreamState, states: StreamStates): boolean =>
  !isMetadataStream(state.name) && states.find(metadataStreamOf(state.name)).lastRevision >= 0
