import { signal } from '@preact/signals'
import { search } from '../routing/route.js'

/** Whether new events wait until they are asked for. */
export const isPaused = signal(false)
export const togglePause = (): void => {
  isPaused.value = !isPaused.value
}

let isPointerOver = false

/** Told by the list: whether the pointer is over it. */
export const pointerOver = (isOver: boolean): void => {
  isPointerOver = isOver
}

/** Whether somebody reads the rows, so that none may move: away from the top, with the pointer or the focus on them, with an event open or text selected. */
export const isReading = (): boolean =>
  scrollY > 0 ||
  isPointerOver ||
  search.peek().has('event') ||
  (document.activeElement?.closest('.rows') ?? null) !== null ||
  getSelection()?.isCollapsed === false
