import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { EventLogReader } from '../ports/event-log.js'
import type { ReadModels } from '../ports/read-models.js'
import { fromQueryError, fromReadError } from './error-mapping.js'
import { findStored } from './known-ids.js'
import type { Operations } from './operations.js'

export interface ReadProjectionsPorts {
  readonly eventLog: Pick<EventLogReader, 'findById' | 'head'>
  readonly readModels: ReadModels
  /** The log's end when it was opened: a store is ready once every projection has got there. */
  readonly headAtOpen: number
  /** Why the log takes no appends at present; undefined where it does, or where that is another process's concern. */
  readonly appendTrouble?: () => string | undefined
}

type ProjectionReads = Pick<
  Operations,
  | 'eventById'
  | 'activity'
  | 'stats'
  | 'facets'
  | 'subjects'
  | 'transaction'
  | 'calls'
  | 'projectionRows'
  | 'projections'
  | 'rebuild'
  | 'waitFor'
  | 'readiness'
>

const waitMs = 5_000

/** The questions that the projections answer, and how far they are. */
export const readProjections = (ports: ReadProjectionsPorts): ProjectionReads => ({
  eventById: (tenant, id) => async () => {
    const found = await findStored(ports, tenant, id.toLowerCase())
    if (E.isLeft(found)) return found
    return found.right === undefined ? E.left({ _tag: 'NotFound', what: `event ${id}` }) : E.right(found.right.event)
  },
  activity: (query) => TE.mapLeft(fromQueryError)(ports.readModels.activity(query)),
  stats: (query) => TE.mapLeft(fromQueryError)(ports.readModels.stats(query)),
  facets: (query) => TE.mapLeft(fromQueryError)(ports.readModels.facets(query)),
  subjects: (query) => TE.mapLeft(fromQueryError)(ports.readModels.subjects(query)),
  transaction: (tenant, transactionId, query) => async () => {
    const transaction = await ports.readModels.transaction(tenant, transactionId)()
    if (E.isLeft(transaction)) return E.left(fromQueryError(transaction.left))
    if (transaction.right === undefined) return E.left({ _tag: 'NotFound', what: `transaction ${transactionId}` })
    const page = await ports.readModels.activity({
      tenant,
      fields: { transactionId: { anyOf: [{ value: transactionId, prefix: false }] } },
      sort: 'occurredAt',
      order: 'asc',
      ...query,
    })()
    return E.isLeft(page)
      ? E.left(fromQueryError(page.left))
      : E.right({ ...page.right, transaction: transaction.right })
  },
  calls: (query) => TE.mapLeft(fromQueryError)(ports.readModels.calls(query)),
  projectionRows: (query) => TE.mapLeft(fromQueryError)(ports.readModels.rows(query)),
  projections: () => ports.readModels.status(),
  rebuild: (projection) => TE.mapLeft(fromQueryError)(ports.readModels.rebuild(projection)),
  waitFor: (position) => async () => {
    if (await ports.readModels.waitFor(position, waitMs)) return E.right(undefined)
    const reached = Math.min(...ports.readModels.status().map((status) => Number(status.position)))
    return E.left({ _tag: 'ProjectionBehind', after: String(position), position: String(reached) })
  },
  readiness: () => async () => {
    const trouble = ports.appendTrouble?.()
    // A log that is known to be out of reach need not be waited for.
    const head = trouble === undefined ? await ports.eventLog.head()() : undefined
    if (head !== undefined && E.isLeft(head)) return E.left(fromReadError(head.left))
    const behind = ports.readModels
      .status()
      .filter((status) => status.state === 'failed' || Number(status.position) < ports.headAtOpen)
      .map((status) =>
        status.state === 'failed'
          ? `projection ${status.name} has failed: ${status.error ?? 'see the log'}`
          : `projection ${status.name} is at ${status.position} of ${ports.headAtOpen}`,
      )
    const reasons = trouble === undefined ? behind : [`the log takes no appends: ${trouble}`, ...behind]
    return E.right({ ready: reasons.length === 0, reasons })
  },
})
