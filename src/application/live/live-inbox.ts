import type { LiveBatch, LiveBounds, LiveEvent } from './live-stream.js'

/** What waits for one client: filled by the follower, which never waits, and emptied as the client takes it. */
export interface LiveInbox {
  readonly offer: (event: LiveEvent) => void
  /** What is in it is still handed out, then this. */
  readonly end: (last: LiveBatch) => void
  readonly isEnded: () => boolean
  /** Resolves with some events as soon as there are any, or with how it ended; undefined once it was aborted. */
  readonly take: () => Promise<LiveBatch | undefined>
}

/** A batch is at most about this, so that a consumer that passes it on can stop in between. */
const batchBytes = 65_536

export const createInbox = (bounds: LiveBounds, signal: AbortSignal): LiveInbox => {
  let waiting: LiveEvent[] = []
  let bytes = 0
  let last: LiveBatch | undefined
  let wake: (() => void) | undefined
  const ring = (): void => wake?.()
  signal.addEventListener('abort', ring, { once: true })

  const end = (how: LiveBatch): void => {
    last ??= how
    ring()
  }

  const takeSome = (): readonly LiveEvent[] => {
    let taken = 0
    let size = 0
    for (const each of waiting) {
      if (taken > 0 && size + each.bytes > batchBytes) break
      size += each.bytes
      taken++
    }
    const events = waiting.slice(0, taken)
    waiting = waiting.slice(taken)
    bytes -= size
    return events
  }

  return {
    offer: (event) => {
      if (last !== undefined) return
      const full = waiting.length >= bounds.unreadEvents || bytes + event.bytes > bounds.unreadBytes
      if (full && waiting.length > 0) {
        end({ _tag: 'Slow' })
        return
      }
      waiting.push(event)
      bytes += event.bytes
      ring()
    },
    end,
    isEnded: () => last !== undefined,
    take: async () => {
      while (!signal.aborted) {
        if (waiting.length > 0) return { _tag: 'Events', events: takeSome() }
        if (last !== undefined) return last
        await new Promise<void>((resolve) => (wake = resolve))
        wake = undefined
      }
      return undefined
    },
  }
}
