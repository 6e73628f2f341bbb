import type { VirtualItem } from '@tanstack/virtual-core'
import {
  Virtualizer,
  defaultRangeExtractor,
  observeWindowOffset,
  observeWindowRect,
  windowScroll,
} from '@tanstack/virtual-core'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

interface WindowRows {
  readonly items: readonly VirtualItem[]
  /** px */
  readonly height: number
  /** px from the beginning of the document to that of the list. */
  readonly margin: number
  /** px that the window is scrolled by. */
  readonly offset: number
  /** Brings a row into what can be seen, by as little as possible. */
  readonly reveal: (index: number) => void
}

interface WindowRowsOptions {
  readonly count: number
  /** px, the same for all. */
  readonly rowHeight: number
  readonly list: RefObject<HTMLElement | null>
  /** A row that is kept, wherever it is: it has the focus. */
  readonly kept: number | undefined
  /** px at the top of the window that something else covers. */
  readonly covered: number
}

/** The rows of a list that can be seen, and some more, as the window scrolls. */
export const useWindowRows = ({ count, rowHeight, list, kept, covered }: WindowRowsOptions): WindowRows => {
  const [, render] = useState({})
  const [margin, setMargin] = useState(0)
  const options = {
    count,
    scrollMargin: margin,
    getScrollElement: () => globalThis.window,
    estimateSize: () => rowHeight,
    scrollToFn: windowScroll,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    initialRect: { width: innerWidth, height: innerHeight },
    initialOffset: () => scrollY,
    overscan: 12,
    scrollPaddingStart: covered,
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const shown = defaultRangeExtractor(range)
      return kept === undefined || kept >= count || shown.includes(kept)
        ? shown
        : [...shown, kept].sort((a, b) => a - b)
    },
    onChange: () => render({}),
  }
  const made = useRef<Virtualizer<Window, HTMLElement>>(undefined)
  const virtualizer = (made.current ??= new Virtualizer<Window, HTMLElement>(options))
  virtualizer.setOptions({ ...virtualizer.options, ...options })
  const height = useRef(rowHeight)
  if (height.current !== rowHeight) {
    height.current = rowHeight
    virtualizer.measure()
  }
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  useLayoutEffect(() => {
    const measure = (): void => {
      if (list.current !== null) setMargin(Math.round(list.current.getBoundingClientRect().top + scrollY))
    }
    measure()
    // Whatever stands above the list may grow.
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    margin,
    offset: virtualizer.scrollOffset ?? 0,
    reveal: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  }
}
