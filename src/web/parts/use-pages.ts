import { useEffect, useRef, useState } from 'preact/hooks'
import type { Page } from '../api/shapes.js'

export interface Pages<A, P extends Page<A>> {
  readonly items: readonly A[]
  /** The page asked for last, with what else it says. */
  readonly last: P | undefined
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly error: unknown
  /** Asks for the next page, or again for the one that failed. */
  readonly more: () => void
}

/** A list by its cursor, a page at a time, begun anew whenever `keys` change. What was shown stays until the new first page is there. */
export const usePages = <A, P extends Page<A>>(
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<P>,
  keys: readonly unknown[],
): Pages<A, P> => {
  const [items, setItems] = useState<readonly A[]>([])
  const [last, setLast] = useState<P | undefined>(undefined)
  const [isLoading, setLoading] = useState(true)
  const [error, setError] = useState<unknown>(undefined)
  const asked = useRef<AbortController | undefined>(undefined)
  const ask = (cursor: string | undefined): void => {
    asked.current?.abort()
    const ending = new AbortController()
    asked.current = ending
    setLoading(true)
    setError(undefined)
    load(cursor, ending.signal).then(
      (page) => {
        if (ending.signal.aborted) return
        setItems((before) => (cursor === undefined ? page.items : [...before, ...page.items]))
        setLast(page)
        setLoading(false)
      },
      (cause: unknown) => {
        if (ending.signal.aborted) return
        setError(cause)
        setLoading(false)
      },
    )
  }
  useEffect(() => {
    ask(undefined)
    return () => asked.current?.abort()
  }, keys)
  return {
    items,
    last,
    hasMore: last !== undefined && last.next !== null,
    isLoading,
    error,
    more: () => ask(last?.next ?? undefined),
  }
}
