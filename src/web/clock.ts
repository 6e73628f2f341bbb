import { signal } from '@preact/signals'

/** ms since the epoch, moved on every 15 seconds while the page is visible: what relative times are told from. */
export const now = signal(Date.now())

const tick = (): void => {
  if (!document.hidden) now.value = Date.now()
}
setInterval(tick, 15_000)
document.addEventListener('visibilitychange', tick)
