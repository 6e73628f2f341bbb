import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:http'
import { onTestFinished } from 'vitest'
import type { StoredEvent } from '../../../src/domain/event.js'

export interface SseEvent {
  readonly id: string | undefined
  readonly event: string
  readonly data: string
}

/** A reader of server-sent events over a socket of its own, read only as far as a test asks. */
export interface SseReader {
  readonly response: IncomingMessage
  /** The next event, whatever its name; undefined once the stream has ended. Comments count as events named `:`. */
  readonly next: () => Promise<SseEvent | undefined>
  /** Drops the connection. */
  readonly drop: () => void
}

export const openSse = async (url: string, headers: Record<string, string> = {}): Promise<SseReader> => {
  const request = get(url, { headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.setEncoding('utf8')
  onTestFinished(() => void request.destroy())
  const blocks = blocksOf(response)
  return {
    response,
    next: async () => {
      const block = await blocks.next()
      return block.done === true ? undefined : parse(block.value)
    },
    drop: () => request.destroy(),
  }
}

async function* blocksOf(response: IncomingMessage): AsyncGenerator<string, void, undefined> {
  let text = ''
  try {
    for await (const chunk of response as AsyncIterable<string>) {
      const blocks = (text + chunk).split('\n\n')
      text = blocks.pop() ?? ''
      yield* blocks
    }
  } catch {
    // The connection was cut: what had come by then is all there is.
  }
}

const parse = (block: string): SseEvent => {
  const fields = new Map(
    block.split('\n').map((line) => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1).trimStart()]),
  )
  return {
    id: fields.get('id'),
    event: block.startsWith(':') ? ':' : (fields.get('event') ?? 'message'),
    data: fields.get('data') ?? '',
  }
}

/** The next event of the feed; undefined once the stream has ended. Only those have an id. */
export const nextOfFeed = async (reader: SseReader): Promise<{ id: string; event: StoredEvent } | undefined> => {
  for (;;) {
    const next = await reader.next()
    if (next === undefined) return undefined
    if (next.id !== undefined) return { id: next.id, event: JSON.parse(next.data) as StoredEvent }
    if (next.event === 'message') throw new Error('an event of the feed without an id')
  }
}

/** So many events of the feed. */
export const takeOfFeed = async (reader: SseReader, count: number): Promise<readonly StoredEvent[]> => {
  const taken: StoredEvent[] = []
  while (taken.length < count) {
    const next = await nextOfFeed(reader)
    if (next === undefined) throw new Error(`the stream ended after ${taken.length} events`)
    taken.push(next.event)
  }
  return taken
}
