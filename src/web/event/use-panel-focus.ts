import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { navigate, search } from '../routing/route.js'
import { hereWith } from '../routing/here.js'
import { isTyping } from '../shell/is-typing.js'

export const closePanel = (): void => navigate(hereWith({ event: undefined }))

/**
 * Moves the focus to the panel's heading whenever another event is opened, and back to where it was once the panel is
 * closed. Where it covers the page, what lies under it cannot be reached.
 */
export const usePanelFocus = (
  panel: RefObject<HTMLElement | null>,
  heading: RefObject<HTMLElement | null>,
  id: string,
): void => {
  const opener = useRef<Element | null>(null)
  useEffect(() => {
    const active = document.activeElement
    if (panel.current?.contains(active) !== true) opener.current = active
    heading.current?.focus()
  }, [id])
  useEffect(() => () => queueMicrotask(() => giveBack(opener.current)), [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || isTyping(event) || !search.value.has('event')) return
      event.preventDefault()
      closePanel()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  useEffect(coverPage, [])
}

const giveBack = (opener: Element | null): void => {
  const target =
    opener instanceof HTMLElement && opener.isConnected && opener !== document.body
      ? opener
      : document.getElementById('main')
  target?.focus()
}

/** As the style sheet has it: there the panel takes the whole window. */
const narrow = matchMedia('(max-width: 56rem)')

const coverPage = (): (() => void) => {
  const apply = (): void => {
    for (const element of document.querySelectorAll<HTMLElement>('#main, .header')) element.inert = narrow.matches
  }
  apply()
  narrow.addEventListener('change', apply)
  return () => {
    narrow.removeEventListener('change', apply)
    for (const element of document.querySelectorAll<HTMLElement>('#main, .header')) element.inert = false
  }
}
