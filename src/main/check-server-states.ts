import { hash } from 'node:crypto'
import { indexedStreams } from '../adapters/eventstoredb/indexed-streams.js'
import { streamCheck } from '../application/check-stream.js'
import type { ClaimsByVersion, StreamBreach } from '../application/check-stream.js'
import { fromReadError } from '../application/error-mapping.js'
import { AnnalsFailure } from './annals-failure.js'
import { openStoreLogReader } from './store-log.js'

export interface ServerStates {
  readonly dataDir: string
  readonly log: string
  readonly claims: ReadonlyMap<string, ClaimsByVersion>
  readonly onBreach: (breach: StreamBreach) => void
}

const pageSize = 512
const noClaims: ClaimsByVersion = new Map()

/** Replays every stream that the folder has seen, as the server holds it now. Rejects with an AnnalsFailure where the server does not answer. */
export const checkServerStates = async ({
  dataDir,
  log,
  claims,
  onBreach,
}: ServerStates): Promise<{ readonly events: number; readonly streams: number }> => {
  const reader = await openStoreLogReader({ dataDir, log })
  let [events, streams] = [0, 0]
  try {
    for (const stream of indexedStreams(dataDir)) {
      streams += 1
      const check = streamCheck({ sha256 }, stream, claims.get(stream) ?? noClaims, onBreach)
      for (let fromRevision = 0; ;) {
        const read = await reader.readStream(stream, { direction: 'forwards', fromRevision, limit: pageSize })()
        if (read._tag === 'Left' && read.left._tag === 'StreamTombstoned') break
        if (read._tag === 'Left') throw new AnnalsFailure(fromReadError(read.left))
        for (const event of read.right.events) check(event)
        events += read.right.events.length
        const last = read.right.events.at(-1)
        if (last === undefined || last.revision >= read.right.lastRevision) break
        fromRevision = last.revision + 1
      }
    }
  } finally {
    reader.close()
  }
  return { events, streams }
}

const sha256 = (text: string): string => hash('sha256', text, 'hex')
