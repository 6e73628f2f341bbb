import { backOff } from '../application/http-api/back-off.js'
import { followEvents } from '../application/http-api/follow-events.js'
import type { StoredEvent } from '../domain/event.js'
import { CommandFailure, exitCodes } from './failure.js'
import type { RemoteOptions } from './remote-request.js'
import { isPassing, remoteBody } from './remote-stream.js'

export interface LiveRequest {
  readonly signal: AbortSignal
  /** The connection is lost; it is made again. */
  readonly onLost: (reason: string) => void
}

/** The live feed of a server, as `followEvents` has it. */
export const remoteLive = (
  options: RemoteOptions,
  query: URLSearchParams,
  { signal, onLost }: LiveRequest,
): AsyncIterable<StoredEvent> =>
  followEvents({
    open: (lastId) => {
      const headers = lastId === undefined ? {} : { 'last-event-id': lastId }
      return remoteBody(options, '/v1/activity/live', { query, accept: 'text/event-stream', headers, signal })
    },
    isPassing,
    firstAttempts: 1,
    pause: (failures) => backOff(failures, signal),
    onLost: (error) => onLost((error as Error).message),
    refuse: (message) => {
      throw new CommandFailure(message, exitCodes.failed)
    },
    signal,
  })
