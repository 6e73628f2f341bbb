import { randomUUID } from 'node:crypto'
import { jsonEvent } from '@eventstore/db-client'
import type { EventData } from '@eventstore/db-client'
import type { NewEvent } from '../../../src/ports/event-log.js'

const body = { status: ['open', 'paid'], note: 'x'.repeat(260) }
const more = { $correlationId: 'c-1' }
const data = Buffer.from(JSON.stringify(body))
const metadata = Buffer.from(JSON.stringify(more))

/** About 300 bytes of data with a fresh id; not in Annals' form, so that nobody decides anything about it. */
export const newEvent = (): NewEvent => ({ id: randomUUID(), type: 'thing-happened', isJson: true, data, metadata })

/** The same event as the official client takes it. */
export const clientEvent = (): EventData => jsonEvent({ type: 'thing-happened', data: body, metadata: more })

export const clientEvents = (count: number): EventData[] => Array.from({ length: count }, clientEvent)

/** So many at once, each one after its own last; answers the time they took, in ms. */
export const inLanes = async (
  lanes: number,
  each: number,
  work: (lane: number) => Promise<unknown>,
): Promise<number> => {
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let n = 0; n < each; n += 1) await work(lane)
    }),
  )
  return performance.now() - startedAt
}
