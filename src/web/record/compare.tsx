import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { askDifference, askState } from '../api/subjects.js'
import type { VersionDifference } from '../api/subjects.js'
import type { Json, SubjectState } from '../api/shapes.js'
import { Difference } from '../difference/difference.js'
import { treeOfChanges } from '../difference/tree-of-changes.js'
import { hasMoves, treeOfDelta } from '../difference/tree.js'
import { Loading } from '../parts/notice.js'
import { lastOf, useAnswer } from '../parts/use-answer.js'
import { hereWith } from '../routing/here.js'
import { NotThere } from './state-view.js'
import { parametersOf } from './view.js'

interface Compared extends VersionDifference {
  /** The state at `to`, where there are moved items to be shown. */
  readonly after?: Json
}

/** What changed between two versions, in either direction. */
export const Compare = ({
  present,
  from,
  to,
}: {
  readonly present: SubjectState
  readonly from: number
  readonly to: number
}): JSX.Element => {
  const { subject } = present
  const [answer, again] = useAnswer(
    async (signal): Promise<Compared> => {
      const found = await askDifference(subject, from, to, signal)
      if (found.delta === null || !hasMoves(treeOfDelta(found.delta))) return found
      return { ...found, after: (await askState(subject, { version: to }, signal)).state }
    },
    [subject.type, subject.id, from, to],
  )
  const shown = lastOf(answer)
  const node = useMemo(
    () =>
      shown === undefined
        ? undefined
        : shown.delta === null
          ? treeOfChanges(shown.changes)
          : treeOfDelta(shown.delta, shown.after),
    [shown],
  )
  if (answer._tag === 'Failed') return <NotThere error={answer.error} onRetry={again} />
  if (node === undefined) return <Loading what="the difference" lines={8} />
  return (
    <section aria-labelledby="compare-title" aria-busy={answer._tag === 'Loading'}>
      <div class="record-actions">
        <h2 id="compare-title">
          From {nameOf(from, present)} to {nameOf(to, present)}
        </h2>
        <a class="button" href={hereWith(parametersOf({ _tag: 'Compare', from: to, to: from }))}>
          Swap
        </a>
        <a class="button" href={hereWith(parametersOf({ _tag: 'Now' }))}>
          Close
        </a>
      </div>
      <Difference key={`${from} ${to}`} of={node} label="What differs" />
    </section>
  )
}

const nameOf = (version: number, present: SubjectState): string => {
  if (version === -1) return 'nothing'
  return version === present.version ? `now (version ${version})` : `version ${version}`
}
