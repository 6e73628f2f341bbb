import type { ExportQuery } from '../application/activity-export.js'
import type { LiveStream } from '../application/live/live-stream.js'
import type { Operations } from '../application/operations.js'
import { patientLive } from '../application/live/patient-live.js'
import { invalidInput } from '../domain/errors.js'
import type { AnnalsError } from '../domain/errors.js'
import type { StoredEvent } from '../domain/event.js'
import type { EventFilter } from '../ports/read-models.js'
import { AnnalsFailure, orThrow } from './annals-failure.js'
import { detached } from './detached.js'

export interface LiveInput extends Partial<Omit<EventFilter, 'tenant'>> {
  /** A receipt's or an event's position: what is behind it comes first. `-1`: everything. */
  readonly after?: string
  /** Ends it. */
  readonly signal?: AbortSignal
}
export type ExportInput = Partial<Omit<ExportQuery, 'tenant' | 'from'>>

/** From the call on, not from when it is first iterated. */
export const liveEvents = (
  operations: Pick<Operations, 'live'>,
  tenant: string,
  { after, signal, ...filter }: LiveInput,
): AsyncIterable<StoredEvent> => {
  if (after !== undefined && !/^(?:-1|\d{1,16})$/.test(after))
    throw new AnnalsFailure(invalidInput('after', "must be an event's position, or -1"))
  const leave = new AbortController()
  const open = (position?: number): Promise<LiveStream> =>
    orThrow(
      operations.live({
        fields: {},
        ...filter,
        tenant,
        signal: leave.signal,
        ...(position === undefined ? {} : { after: position }),
      }),
    )
  const opened = open(after === undefined ? undefined : Number(after))
  // Whoever iterates is told; nobody has to.
  opened.catch(() => undefined)
  return { [Symbol.asyncIterator]: () => following(opened, open, leave, signal) }
}

/** Programs are waited for: one that is slow goes on with history. */
async function* following(
  opened: Promise<LiveStream>,
  open: (position: number) => Promise<LiveStream>,
  leave: AbortController,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredEvent, void, undefined> {
  const end = (): void => leave.abort()
  if (signal?.aborted === true) return
  signal?.addEventListener('abort', end, { once: true })
  try {
    for await (const { event } of patientLive(await opened, { open, fail, signal: leave.signal })) {
      yield detached(event)
      if (leave.signal.aborted) return
    }
  } finally {
    signal?.removeEventListener('abort', end)
    end()
  }
}

const fail = (error: AnnalsError): never => {
  throw new AnnalsFailure(error)
}

export async function* exportedEvents(
  operations: Pick<Operations, 'exportActivity'>,
  tenant: string,
  input: ExportInput,
): AsyncGenerator<StoredEvent, void, undefined> {
  const query: ExportQuery = { fields: {}, sort: 'occurredAt', order: 'desc', ...input, tenant }
  const { parts } = await orThrow(operations.exportActivity(query))
  for await (const part of parts) {
    if (part._tag === 'Failed') fail(part.error)
    if (part._tag === 'Rows') for (const { event } of part.rows) yield event
  }
}
