import * as E from 'fp-ts/lib/Either.js'
import { openEmbeddedLog } from '../../../src/adapters/embedded/embedded-log.js'
import type { EventBody } from '../../../src/domain/event.js'
import { encodeEvent } from '../../../src/domain/stored-event.js'
import { streamOf } from '../../../src/domain/stream-name.js'
import type { StreamAppend } from '../../../src/ports/event-log.js'

const batchEvents = 500
/** Appends that are under way at once. */
const pipelined = 8

/** Appends events to the log of a folder as they are, past all that validates and decides. Answers how long that took, in ms. */
export const buildLog = async (
  dataDir: string,
  events: Iterable<EventBody>,
  onProgress: (events: number) => void,
): Promise<number> => {
  const startedAt = performance.now()
  const log = await openEmbeddedLog({ dataDir, thread: 'worker' })
  try {
    const underWay: Promise<unknown>[] = []
    let batch: StreamAppend[] = []
    let count = 0
    const send = async (): Promise<void> => {
      const sending = log
        .append(batch)()
        .then((result) => {
          if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
        })
      batch = []
      underWay.push(sending)
      if (underWay.length >= pipelined) await underWay.shift()
      onProgress(count)
    }
    for (const body of events) {
      batch.push(appendOf(body))
      count++
      if (batch.length === batchEvents) await send()
    }
    if (batch.length > 0) await send()
    await Promise.all(underWay)
  } finally {
    await log.close()
  }
  return performance.now() - startedAt
}

const appendOf = (body: EventBody): StreamAppend => {
  const kind = body.change === undefined ? 'activity' : 'change'
  const encoded = encodeEvent({ body, digest: '0'.repeat(64), kind, recordedAt: Date.parse(body.occurredAt) + 5 })
  return { stream: streamOf(kind, body.tenant, body.subject), expected: 'any', events: [encoded] }
}
