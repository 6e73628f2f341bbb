import { useSignal } from '@preact/signals'
import type { ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Feed } from './feed.js'

/** ms between figures, while events keep coming. */
const recountMs = 5_000

/** A number that changes after new events, now and then, and after an interruption: what figures are asked for again by. */
export const useRecount = (feed: Feed): number => {
  const count = useSignal(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const recount = (): void => {
      timer = undefined
      count.value++
    }
    const stopNewest = onChange(feed.newest, () => (timer ??= setTimeout(recount, recountMs)))
    const stopLive = onChange(feed.live, (state, before) => {
      if (state === 'live' && before === 'interrupted') recount()
    })
    return () => {
      stopNewest()
      stopLive()
      clearTimeout(timer)
    }
  }, [feed])
  return count.value
}

/** @returns how to stop. */
const onChange = <A>(value: ReadonlySignal<A>, react: (now: A, before: A) => void): (() => void) => {
  let before = value.peek()
  return value.subscribe((now) => {
    if (now !== before) react(now, before)
    before = now
  })
}
