import { CommandFailure, exitCodes } from './failure.js'
import { wholeLines } from '../application/http-api/whole-lines.js'
import type { ExportEnd, ExportItem } from './reading.js'
import type { RemoteOptions } from './remote-request.js'
import { Unreachable } from './remote-request.js'
import { backOff } from '../application/http-api/back-off.js'
import { isPassing, remoteBody } from './remote-stream.js'
import type { StoredEvent } from '../domain/event.js'

/** In a row, without a row in between. */
const maxFailures = 6

/** An export of a server, as NDJSON. Where it breaks off it goes on behind the last row, until there is an end. */
export async function* remoteExport(
  options: RemoteOptions,
  query: URLSearchParams,
): AsyncGenerator<ExportItem, void, undefined> {
  const { signal } = new AbortController()
  const limit = Number(query.get('limit') ?? Number.POSITIVE_INFINITY)
  const asked = new URLSearchParams(query)
  let rows = 0
  let failures = 0
  for (;;) {
    try {
      const body = remoteBody(options, '/v1/activity', { query: asked, accept: 'application/x-ndjson', signal })
      for await (const line of wholeLines(body)) {
        const item = readLine(line)
        yield item
        if (item._tag === 'End') return
        failures = 0
        rows++
        asked.set('cursor', item.cursor)
        if (Number.isFinite(limit)) asked.set('limit', String(limit - rows))
      }
      throw new Unreachable('the export broke off', exitCodes.failed)
    } catch (error) {
      // Where the limit was met and only the end is missing, there is nothing left to ask for.
      if (rows === limit || failures === maxFailures || !isPassing(error)) throw error
    }
    await backOff(failures++, signal)
  }
}

const readLine = (text: string): ExportItem => {
  let line: { readonly end?: Omit<ExportEnd, '_tag'>; readonly cursor?: string }
  try {
    line = JSON.parse(text) as typeof line
  } catch {
    throw new CommandFailure('the server sent a line that is not JSON', exitCodes.failed)
  }
  if (line.end !== undefined) return { _tag: 'End', ...line.end }
  const { cursor = '', ...event } = line
  return { _tag: 'Row', event: event as StoredEvent, cursor }
}
