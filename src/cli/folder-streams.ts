import * as E from 'fp-ts/lib/Either.js'
import { exportCursors } from '../application/export-cursor.js'
import type { LiveStream } from '../application/live/live-stream.js'
import { patientLive } from '../application/live/patient-live.js'
import type { StoredEvent } from '../domain/event.js'
import type { ReadOperations } from './environment.js'
import { badInput, failWith, run } from './failure.js'
import type { ExportItem, ExportRequest, FollowRequest } from './reading.js'

/** By following the log beside its owner. Output that is slow to take is waited for: it goes on with history. */
export async function* folderLive(
  operations: Pick<ReadOperations, 'live'>,
  tenant: string,
  { signal, onLost: _, ...query }: FollowRequest,
): AsyncGenerator<StoredEvent, void, undefined> {
  const open = (after?: number): Promise<LiveStream> =>
    run(operations.live({ ...query, ...(after === undefined ? {} : { after }), tenant, signal }))
  const events = patientLive(await open(query.after), { open, fail: failWith, signal })
  for await (const { event } of events) yield event
}

export async function* folderExport(
  operations: Pick<ReadOperations, 'exportActivity' | 'logId'>,
  tenant: string,
  sha256: (text: string) => string,
  { cursor, ...request }: ExportRequest,
): AsyncGenerator<ExportItem, void, undefined> {
  const query = { ...request, tenant }
  const cursors = exportCursors(sha256, operations.logId, query)
  const from = cursor === undefined ? undefined : E.getOrElseW(refused)(cursors.decode(cursor))
  const { parts } = await run(operations.exportActivity({ ...query, ...(from === undefined ? {} : { from }) }))
  for await (const part of parts) {
    switch (part._tag) {
      case 'Rows':
        for (const { event, place } of part.rows) yield { _tag: 'Row', event, cursor: cursors.encode(place) }
        break
      case 'End': {
        const next = part.next === undefined ? null : cursors.encode(part.next)
        yield { _tag: 'End', rows: part.rows, position: String(part.position), next }
        break
      }
      case 'Failed':
        failWith(part.error)
    }
  }
}

const refused = (message: string): never => badInput('--resume', `what is there ${message}`)
