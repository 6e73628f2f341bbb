import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { Change } from '../../domain/event.js'
import { askState } from '../api/subjects.js'
import type { StoredEvent } from '../api/shapes.js'
import { Difference } from '../difference/difference.js'
import { differenceBetween } from '../difference/difference-between.js'
import type { DifferenceNode } from '../difference/tree.js'
import { hasMoves, leaf, treeOfDelta } from '../difference/tree.js'
import { Failure, Loading } from '../parts/notice.js'
import { useAnswer } from '../parts/use-answer.js'

/** What an event changed. Its delta says it; a whole new state or a deletion is compared with the version before. */
export const EventChange = ({
  event,
  change,
}: {
  readonly event: StoredEvent
  readonly change: Change
}): JSX.Element => {
  const own = useMemo(() => ownDifference(event, change), [event])
  const [answer, again] = useAnswer((signal) => wholeDifference(event, change, own, signal), event.id)
  if (answer._tag === 'Failed' && own === undefined) return <Failure error={answer.error} onRetry={again} />
  const shown = answer._tag === 'Loaded' ? answer.value : own
  return shown === undefined ? (
    <Loading what="the difference" lines={3} />
  ) : (
    <Difference of={shown} label="What changed" />
  )
}

/** What the event itself says; undefined where only a comparison tells. */
const ownDifference = ({ version }: StoredEvent, change: Change): DifferenceNode | undefined => {
  if (change.kind === 'patch') return treeOfDelta(change.delta)
  if (change.kind === 'state' && (version === null || version === 0))
    return leaf([], { op: 'added', new: change.state })
  return undefined
}

const wholeDifference = async (
  { subject, version }: StoredEvent,
  change: Change,
  own: DifferenceNode | undefined,
  signal: AbortSignal,
): Promise<DifferenceNode | undefined> => {
  if (own !== undefined && (version === null || change.kind !== 'patch' || !hasMoves(own))) return own
  if (own !== undefined && change.kind === 'patch') {
    const { state } = await askState(subject, { version: version ?? 0 }, signal)
    return treeOfDelta(change.delta, state)
  }
  return differenceBetween(subject, (version ?? 0) - 1, version ?? 0, signal)
}
