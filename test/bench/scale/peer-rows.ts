import { openEmbeddedReader } from '../../../src/adapters/embedded/embedded-reader.js'
import { decodeRecorded, storedEventJson, textOf } from '../../../src/domain/stored-event.js'
import type { StoredEvent } from '../../../src/domain/event.js'

/** One event as the peers store it: its columns, its changed paths, and its JSON as Annals answers it. */
export interface PeerRow {
  readonly event: StoredEvent
  readonly position: number
  readonly occurredAt: number
  readonly paths: readonly string[]
  readonly json: string
}

/** All events of a log in its order. */
export async function* peerRows(dataDir: string): AsyncGenerator<readonly PeerRow[]> {
  const reader = openEmbeddedReader({ dataDir })
  try {
    for (let from = 0; ;) {
      const read = await reader.readAll({ direction: 'forwards', fromPosition: from, limit: batchRows })()
      if (read._tag === 'Left') throw new Error(JSON.stringify(read.left))
      const last = read.right.at(-1)
      if (last === undefined) return
      yield read.right.map((recorded) => {
        const text = textOf(recorded.data) ?? ''
        const decoded = decodeRecorded(recorded, text)
        if (decoded._tag !== 'Event') throw new Error(`the event at ${recorded.position} is ${decoded._tag}`)
        const { event, digest } = decoded
        const json = storedEventJson(event, digest, text)
        const paths = [...new Set(event.changedPaths ?? [])]
        return { event, position: recorded.position, occurredAt: Date.parse(event.occurredAt), paths, json }
      })
      from = last.position + 1
    }
  } finally {
    reader.close()
  }
}

const batchRows = 1_000
