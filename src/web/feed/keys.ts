import { isTyping } from '../shell/is-typing.js'
import { moveCurrent } from './current-row.js'
import { togglePause } from './reading.js'

/** The keys of the feed, wherever on the page they are pressed. @returns how to stop listening. */
export const listenToKeys = (): (() => void) => {
  const actions: Readonly<Record<string, () => void>> = {
    '/': openQueryLine,
    j: () => moveCurrent(1),
    k: () => moveCurrent(-1),
    p: togglePause,
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isTyping(event)) return
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined
    if (action === undefined) return
    event.preventDefault()
    action()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

/** As a click does: with what can be typed below it. */
const openQueryLine = (): void => {
  const input = document.getElementById('query')
  input?.focus()
  input?.click()
}
