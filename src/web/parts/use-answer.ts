import { useEffect, useState } from 'preact/hooks'

export type Answer<A> =
  | { readonly _tag: 'Loading'; readonly last: A | undefined }
  | { readonly _tag: 'Loaded'; readonly value: A }
  | { readonly _tag: 'Failed'; readonly error: unknown; readonly last: A | undefined }

/** Asks whenever `keys` change, and gives up what was asked before. `last` is the answer until then, to be shown meanwhile. @returns the answer, and how to ask again. */
export const useAnswer = <A>(
  load: (signal: AbortSignal) => Promise<A>,
  keys: readonly unknown[],
): readonly [Answer<A>, () => void] => {
  const [answer, setAnswer] = useState<Answer<A>>({ _tag: 'Loading', last: undefined })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const ending = new AbortController()
    setAnswer((before) => ({ _tag: 'Loading', last: lastOf(before) }))
    load(ending.signal).then(
      (value) => {
        if (!ending.signal.aborted) setAnswer({ _tag: 'Loaded', value })
      },
      (error: unknown) => {
        if (!ending.signal.aborted) setAnswer((before) => ({ _tag: 'Failed', error, last: lastOf(before) }))
      },
    )
    return () => ending.abort()
  }, [...keys, attempt])
  return [answer, () => setAttempt((count) => count + 1)]
}

export const lastOf = <A>(answer: Answer<A>): A | undefined => (answer._tag === 'Loaded' ? answer.value : answer.last)
