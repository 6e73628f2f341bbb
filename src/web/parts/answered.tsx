import type { ComponentChildren, JSX } from 'preact'
import { Failure, Loading } from './notice.js'
import { lastOf } from './use-answer.js'
import type { Answer } from './use-answer.js'

/** A part of a page that waits for an answer of its own: the last one stays until the next is there. */
export const Answered = <A,>({
  answer,
  retry,
  what,
  lines,
  children,
}: {
  readonly answer: Answer<A>
  readonly retry: () => void
  readonly what: string
  readonly lines: number
  readonly children: (value: A) => ComponentChildren
}): JSX.Element => {
  if (answer._tag === 'Failed') return <Failure error={answer.error} onRetry={retry} />
  const value = lastOf(answer)
  if (value === undefined) return <Loading what={what} lines={lines} />
  return <div aria-busy={answer._tag === 'Loading'}>{children(value)}</div>
}
