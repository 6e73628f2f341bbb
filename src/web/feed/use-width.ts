import { useLayoutEffect, useState } from 'preact/hooks'
import type { RefObject } from 'preact'

/**
 * The width of an element in rem, so that who enlarges the text gets the narrow layout. It is told with each layout before that is painted, so that none is made for it alone;
 * until then it is that of the window.
 */
export const useWidth = (element: RefObject<HTMLElement | null>): number => {
  const [width, setWidth] = useState(() => inRem(innerWidth))
  useLayoutEffect(() => {
    const measured = element.current
    if (measured === null) return undefined
    const observer = new ResizeObserver(([entry]) => {
      const size = entry?.borderBoxSize[0]
      if (size !== undefined) setWidth(inRem(size.inlineSize))
    })
    observer.observe(measured)
    return () => observer.disconnect()
  }, [])
  return width
}

const inRem = (px: number): number => Math.round(px / rem())

/** px */
export const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
