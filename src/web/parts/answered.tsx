import type { ComponentChildren, JSX } from 'preact'
import { Failure, Loading } from './notice.js'
import { shownOf } from './use-answer.js'
import type { Answer } from './use-answer.js'

/**
 * A part of a page that waits for an answer of its own. The last one stays until the next is there; one to another question keeps its place
 * alone, and cannot be seen: what stands around it is of the present question already.
 */
export const Answered = <A, Q>({
  answer,
  retry,
  what,
  lines,
  children,
}: {
  readonly answer: Answer<A, Q>
  readonly retry: () => void
  readonly what: string
  readonly lines: number
  readonly children: (value: A, asked: Q) => ComponentChildren
}): JSX.Element => {
  if (answer._tag === 'Failed') return <Failure error={answer.error} onRetry={retry} />
  const shown = shownOf(answer)
  if (shown === undefined) return <Loading what={what} lines={lines} />
  return (
    <div class={shown.isOutdated ? 'outdated' : undefined} aria-busy={answer._tag === 'Loading'}>
      {children(shown.value, shown.asked)}
    </div>
  )
}
