import { onAbort } from '../../application/on-abort.js'

export interface TimeLimit {
  readonly signal: AbortSignal
  readonly isOver: () => boolean
  /** Begins anew. */
  readonly restart: () => void
  /** To be called when it is of no more use. */
  readonly end: () => void
}

/** A signal that aborts after so long, or with another signal. Unlike `AbortSignal.any` and `.timeout` it leaves nothing behind at a signal that lives on. */
export const timeLimit = (ms: number, other: AbortSignal): TimeLimit => {
  const controller = new AbortController()
  let over = false
  const expire = (): void => {
    over = true
    controller.abort()
  }
  const abort = (): void => controller.abort()
  let timer = setTimeout(expire, ms)
  const leave = onAbort(other, abort)
  return {
    signal: controller.signal,
    isOver: () => over,
    restart: () => {
      clearTimeout(timer)
      timer = setTimeout(expire, ms)
    },
    end: () => {
      clearTimeout(timer)
      leave()
    },
  }
}
