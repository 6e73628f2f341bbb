import type { StoredEvent } from '../domain/event.js'
import { CommandFailure, exitCodes } from './failure.js'
import { wholeLines } from './lines.js'
import type { RemoteOptions } from './remote-request.js'
import { backOff, isPassing, remoteBody } from './remote-stream.js'

export interface LiveRequest {
  readonly signal: AbortSignal
  /** The connection is lost; it is made again. */
  readonly onLost: (reason: string) => void
}

/**
 * The live feed of a server (server-sent events), however often the connection is lost: each goes on behind the last event, without a gap or a
 * duplicate. Throws what the server refuses, and where it cannot be reached in the first place.
 */
export async function* remoteLive(
  options: RemoteOptions,
  query: URLSearchParams,
  { signal, onLost }: LiveRequest,
): AsyncGenerator<StoredEvent, void, undefined> {
  let lastId: string | undefined
  let failures = 0
  while (!signal.aborted) {
    try {
      const headers = lastId === undefined ? {} : { 'last-event-id': lastId }
      const body = remoteBody(options, '/v1/activity/live', { query, accept: 'text/event-stream', headers, signal })
      for await (const { event, id, data } of serverSentEvents(wholeLines(body))) {
        failures = 0
        if (event === 'start') lastId ??= idOf(data)
        if (event !== undefined || id === undefined) continue
        lastId = id
        yield parse(data) as StoredEvent
      }
    } catch (error) {
      if (lastId === undefined || !isPassing(error)) throw error
      if (failures === 0) onLost((error as Error).message)
    }
    await backOff(failures++, signal)
  }
}

interface ServerSent {
  readonly event: string | undefined
  readonly id: string | undefined
  readonly data: string
}

/** HTML Standard, section 9.2.6. An event that is not ended by an empty line has not come. */
async function* serverSentEvents(lines: AsyncIterable<string>): AsyncGenerator<ServerSent, void, undefined> {
  let fields: Record<string, string> = {}
  for await (const line of lines) {
    if (line === '') {
      const { event, id, data } = fields
      fields = {}
      if (data !== undefined) yield { event, id, data }
      continue
    }
    const colon = line.indexOf(':')
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'event' || name === 'id') fields[name] = value
    if (name === 'data') fields['data'] = fields['data'] === undefined ? value : `${fields['data']}\n${value}`
  }
}

const idOf = (data: string): string | undefined => {
  const { lastEventId } = parse(data) as { readonly lastEventId?: unknown }
  return typeof lastEventId === 'string' ? lastEventId : undefined
}

const parse = (data: string): unknown => {
  try {
    return JSON.parse(data)
  } catch {
    throw new CommandFailure('the server sent an event that is not JSON', exitCodes.failed)
  }
}
