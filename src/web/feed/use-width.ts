import { useLayoutEffect, useState } from 'preact/hooks'
import type { RefObject } from 'preact'

/** The width of an element in rem, so that who enlarges the text gets the narrow layout; 0 before it is known. */
export const useWidth = (element: RefObject<HTMLElement | null>): number => {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const measured = element.current
    if (measured === null) return undefined
    const measure = (): void => setWidth(Math.round(measured.getBoundingClientRect().width / rem()))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(measured)
    return () => observer.disconnect()
  }, [])
  return width
}

/** px */
export const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
