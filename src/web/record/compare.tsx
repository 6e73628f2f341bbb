import type { JSX } from 'preact'
import type { SubjectState } from '../api/shapes.js'
import { Difference } from '../difference/difference.js'
import { differenceBetween } from '../difference/difference-between.js'
import { Loading } from '../parts/notice.js'
import { shownOf, useAnswer } from '../parts/use-answer.js'
import { hereWith } from '../routing/here.js'
import { NotThere } from './state-view.js'
import { parametersOf } from './view.js'

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
  const [answer, again] = useAnswer((signal) => differenceBetween(subject, from, to, signal), { subject, from, to })
  const shown = shownOf(answer)
  if (answer._tag === 'Failed') return <NotThere error={answer.error} onRetry={again} />
  if (shown === undefined) return <Loading what="the difference" lines={8} />
  // Two others may be asked for by now: the heading is that of the difference below it.
  const { value: node, asked } = shown
  return (
    <section aria-labelledby="compare-title" aria-busy={answer._tag === 'Loading'}>
      <div class="record-actions">
        <h2 id="compare-title">
          From {nameOf(asked.from, present)} to {nameOf(asked.to, present)}
        </h2>
        <a class="button" href={hereWith(parametersOf({ _tag: 'Compare', from: asked.to, to: asked.from }))}>
          Swap
        </a>
        <a class="button" href={hereWith(parametersOf({ _tag: 'Now' }))}>
          Close
        </a>
      </div>
      <Difference key={`${asked.from} ${asked.to}`} of={node} label="What differs" />
    </section>
  )
}

const nameOf = (version: number, present: SubjectState): string => {
  if (version === -1) return 'nothing'
  return version === present.version ? `now (version ${version})` : `version ${version}`
}
