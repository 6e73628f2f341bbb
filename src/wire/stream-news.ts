import * as E from 'fp-ts/lib/Either.js'
import type { EventLogReader, RecordedEvent } from '../ports/event-log.js'

/** Tells of new events by stream: one reader of the log's end for all that follow a stream. */
export interface StreamNews {
  /** Calls back with every event of the stream that is stored from now on, once this has resolved. @returns how to end that. */
  readonly listen: (stream: string, listener: (event: RecordedEvent) => void) => Promise<() => void>
  readonly close: () => void
}

const maxBatchEvents = 1_024

export const createStreamNews = (
  eventLog: Pick<EventLogReader, 'head' | 'follow'>,
  onFailure: (error: unknown) => void,
): StreamNews => {
  const listeners = new Map<string, Set<(event: RecordedEvent) => void>>()
  let running: { readonly stop: AbortController; readonly started: Promise<void> } | undefined

  const start = (): NonNullable<typeof running> => {
    const stop = new AbortController()
    const started = (async (): Promise<void> => {
      const head = await eventLog.head()()
      if (E.isLeft(head)) throw new Error(`the log cannot be read: ${head.left._tag}`)
      void tell(head.right, stop.signal)
    })()
    return { stop, started }
  }

  const tell = async (after: number, signal: AbortSignal): Promise<void> => {
    try {
      for await (const { events } of eventLog.follow({ after, maxBatchEvents, signal }))
        for (const event of events) for (const listener of listeners.get(event.stream) ?? []) listener(event)
    } catch (error) {
      if (!signal.aborted) onFailure(error)
    }
  }

  const stopWhenAlone = (): void => {
    if (listeners.size > 0) return
    running?.stop.abort()
    running = undefined
  }

  return {
    listen: async (stream, listener) => {
      const ofStream = listeners.get(stream) ?? new Set()
      listeners.set(stream, ofStream)
      ofStream.add(listener)
      const end = (): void => {
        ofStream.delete(listener)
        if (ofStream.size === 0 && listeners.get(stream) === ofStream) listeners.delete(stream)
        stopWhenAlone()
      }
      running ??= start()
      try {
        await running.started
      } catch (error) {
        end()
        throw error
      }
      return end
    },
    close: () => {
      listeners.clear()
      stopWhenAlone()
    },
  }
}
