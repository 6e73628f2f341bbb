import * as E from 'fp-ts/lib/Either.js'
import type { EventLogReader, RecordedEvent } from '../ports/event-log.js'

export interface StreamListener {
  readonly heard: (event: RecordedEvent) => void
  /** The log cannot be followed any more: nothing else will be heard. */
  readonly lost: (error: unknown) => void
}

/** Tells of new events by stream: one reader of the log's end for all that follow a stream. */
export interface StreamNews {
  /** Calls back with every event of the stream that is stored from now on, once this has resolved. Rejects where the log cannot be read. @returns how to end that. */
  readonly listen: (stream: string, listener: StreamListener) => Promise<() => void>
  readonly close: () => void
}

const maxBatchEvents = 1_024

export const createStreamNews = (
  eventLog: Pick<EventLogReader, 'head' | 'follow'>,
  onFailure: (error: unknown) => void,
): StreamNews => {
  const listeners = new Map<string, Set<StreamListener>>()
  let running: { readonly stop: AbortController; readonly started: Promise<void> } | undefined

  const start = (): NonNullable<typeof running> => {
    const stop = new AbortController()
    const started = (async (): Promise<void> => {
      const head = await eventLog.head()()
      if (E.isLeft(head)) throw new Error('the log cannot be read', { cause: head.left })
      void tell(head.right, stop)
    })()
    return { stop, started }
  }

  const tell = async (after: number, stop: AbortController): Promise<void> => {
    try {
      for await (const { events } of eventLog.follow({ after, maxBatchEvents, signal: stop.signal }))
        for (const event of events) for (const { heard } of listeners.get(event.stream) ?? []) heard(event)
    } catch (error) {
      if (stop.signal.aborted) return
      onFailure(error)
      // Whoever comes next begins anew.
      running = undefined
      const all = [...listeners.values()].flatMap((ofStream) => [...ofStream])
      listeners.clear()
      for (const { lost } of all) lost(error)
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
