import { useEffect, useRef, useState } from 'preact/hooks'
import type { Answer } from './use-answer.js'
import { shownOf } from './use-answer.js'

/**
 * Asks again and again, `afterMs` behind each answer, while the page is to be seen. A failure is shown and asked about again too.
 * @returns the answer, and how to ask at once.
 */
export const usePolled = <A>(
  load: (signal: AbortSignal) => Promise<A>,
  afterMs: (last: A | undefined) => number,
): readonly [Answer<A, undefined>, () => void] => {
  const [answer, setAnswer] = useState<Answer<A, undefined>>({ _tag: 'Loading', last: undefined })
  const [attempt, setAttempt] = useState(0)
  const last = useRef<A | undefined>(undefined)
  useEffect(() => {
    const ending = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => void look(), afterMs(last.current))
    }
    const look = async (): Promise<void> => {
      if (document.hidden) {
        again()
        return
      }
      try {
        const value = await load(ending.signal)
        if (ending.signal.aborted) return
        last.current = value
        setAnswer({ _tag: 'Loaded', value, asked: undefined })
      } catch (error) {
        if (ending.signal.aborted) return
        setAnswer((before) => ({ _tag: 'Failed', error, last: shownOf(before) }))
      }
      again()
    }
    void look()
    return () => {
      ending.abort()
      clearTimeout(timer)
    }
  }, [attempt])
  return [answer, () => setAttempt((count) => count + 1)]
}
