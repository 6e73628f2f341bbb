import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Feed } from './feed.js'

/** ms between figures, while events keep coming. */
const recountMs = 5_000

/** A number that changes, now and then, after new events: what figures are asked for again by. */
export const useRecount = (feed: Feed): number => {
  const count = useSignal(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let newest: string | undefined
    const stop = feed.newest.subscribe((id) => {
      if (newest !== undefined && id !== newest)
        timer ??= setTimeout(() => {
          timer = undefined
          count.value++
        }, recountMs)
      newest = id
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [feed])
  return count.value
}
