import { useEffect, useState } from 'preact/hooks'

/** An answer that there is, with what was asked for: what stands beside it must come from there, since the page may ask for something else by now. */
export interface Shown<A, Q> {
  readonly value: A
  readonly asked: Q
  /** Whether it is of another topic than the one that is asked for. */
  readonly isOutdated: boolean
}

export type Answer<A, Q = unknown> =
  | { readonly _tag: 'Loading'; readonly last: Shown<A, Q> | undefined }
  | { readonly _tag: 'Loaded'; readonly value: A; readonly asked: Q }
  /** `last` is of the same topic. */
  | { readonly _tag: 'Failed'; readonly error: unknown; readonly last: Shown<A, Q> | undefined }

/** What the last request came to; `of` tells which one that was. */
interface Settled<A, Q> {
  readonly of: string
  readonly failure?: { readonly error: unknown }
  readonly last?: { readonly value: A; readonly asked: Q; readonly topic: string }
}

/**
 * Asks whenever what is `asked` for changes (JSON, compared as such), and gives up what was asked before. Until there is an answer the last one is
 * given as such: as good as before where it is of the same topic (asked for again, more of it), else as outdated.
 * @returns the answer, and how to ask again.
 */
export const useAnswer = <A, Q>(
  load: (signal: AbortSignal) => Promise<A>,
  asked: Q,
  topic = JSON.stringify(asked),
): readonly [Answer<A, Q>, () => void] => {
  const [settled, setSettled] = useState<Settled<A, Q>>({ of: '' })
  const [attempt, setAttempt] = useState(0)
  const request = JSON.stringify([attempt, topic, asked])
  useEffect(() => {
    const ending = new AbortController()
    load(ending.signal).then(
      (value) => {
        if (!ending.signal.aborted) setSettled({ of: request, last: { value, asked, topic } })
      },
      (error: unknown) => {
        if (ending.signal.aborted) return
        setSettled(({ last }) => ({ of: request, failure: { error }, ...(last?.topic === topic && { last }) }))
      },
    )
    return () => ending.abort()
  }, [request])
  return [answerOf(settled, request, topic), () => setAttempt((count) => count + 1)]
}

const answerOf = <A, Q>({ of, failure, last }: Settled<A, Q>, request: string, topic: string): Answer<A, Q> => {
  const shown = last && { value: last.value, asked: last.asked, isOutdated: last.topic !== topic }
  if (of === request && failure !== undefined) return { _tag: 'Failed', error: failure.error, last: shown }
  if (of === request && last !== undefined) return { _tag: 'Loaded', value: last.value, asked: last.asked }
  return { _tag: 'Loading', last: shown }
}

/** What there is to be shown, be it outdated. */
export const shownOf = <A, Q>(answer: Answer<A, Q>): Shown<A, Q> | undefined =>
  answer._tag === 'Loaded' ? { value: answer.value, asked: answer.asked, isOutdated: false } : answer.last

/** The same where it is of what is asked for. */
export const currentOf = <A>(answer: Answer<A>): A | undefined => {
  const shown = shownOf(answer)
  return shown?.isOutdated === false ? shown.value : undefined
}
