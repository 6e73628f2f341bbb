import type { StoredEvent } from '../../domain/event.js'
import { serverSentEvents } from './server-sent-events.js'
import { wholeLines } from './whole-lines.js'

export interface FollowOptions {
  /** The bytes of the live feed, behind the event with this id where one is given. Throws where the server refuses or does not answer. */
  readonly open: (lastEventId: string | undefined) => AsyncIterable<Uint8Array>
  /** Whether what was thrown may pass when the connection is made again. */
  readonly isPassing: (error: unknown) => boolean
  /** How often the first connection is attempted; once there was one, the next is attempted without end. */
  readonly firstAttempts: number
  /** Waits before the connection is made again, after so many failures in a row. */
  readonly pause: (failures: number) => Promise<void>
  /** The connection is lost, for the first time since something came; it is made again. */
  readonly onLost: (error: unknown) => void
  /** Throws: the server sent what is no event. */
  readonly refuse: (message: string) => never
  /** Ends it. */
  readonly signal: AbortSignal
}

/**
 * The live feed of a server (server-sent events), however often the connection is lost: each goes on behind the last event, without a gap or a
 * duplicate. Throws what the server refuses, and where it cannot be reached in the first place: without a place to go on from, what is stored meanwhile would be missed unseen.
 */
export async function* followEvents(options: FollowOptions): AsyncGenerator<StoredEvent, void, undefined> {
  const { open, isPassing, firstAttempts, pause, onLost, signal } = options
  const parse = (data: string): unknown => {
    try {
      return JSON.parse(data)
    } catch {
      return options.refuse('the server sent an event that is not JSON')
    }
  }
  let lastId: string | undefined
  let failures = 0
  while (!signal.aborted) {
    try {
      for await (const { event, id, data } of serverSentEvents(wholeLines(open(lastId)))) {
        failures = 0
        if (event === 'start') lastId ??= idOf(parse(data))
        if (event !== undefined || id === undefined) continue
        lastId = id
        yield parse(data) as StoredEvent
      }
    } catch (error) {
      if (!isPassing(error) || (lastId === undefined && failures + 1 >= firstAttempts)) throw error
      if (failures === 0) onLost(error)
    }
    await pause(failures++)
  }
}

const idOf = (start: unknown): string | undefined => {
  const { lastEventId } = start as { readonly lastEventId?: unknown }
  return typeof lastEventId === 'string' ? lastEventId : undefined
}
