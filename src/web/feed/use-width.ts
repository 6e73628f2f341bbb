import { useLayoutEffect, useState } from 'preact/hooks'
import type { RefObject } from 'preact'

/**
 * The width of an element in rem, so that who enlarges the text gets the narrow layout. It is told with each layout before that is painted, so that none is made for it alone;
 * until then it is `guess`.
 */
export const useWidth = (element: RefObject<HTMLElement | null>, guess: () => number): number => {
  const [width, setWidth] = useState(guess)
  useLayoutEffect(() => {
    const measured = element.current
    if (measured === null) return undefined
    const observer = new ResizeObserver(([entry]) => {
      const size = entry?.borderBoxSize[0]
      if (size !== undefined) setWidth(Math.round(size.inlineSize / rem()))
    })
    observer.observe(measured)
    return () => observer.disconnect()
  }, [])
  return width
}

/** In rem. */
export const windowWidth = (): number => Math.round(innerWidth / rem())

/** px */
export const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
