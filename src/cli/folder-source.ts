import type { Operations } from '../application/operations.js'
import type { StoredEvent } from '../domain/event.js'
import type { ActivityQuery, FacetValue, FeedPlace, SubjectRow } from '../ports/read-models.js'
import type { ReadOperations } from './environment.js'
import { run } from './failure.js'
import { folderExport, folderLive } from './folder-streams.js'
import { pages } from '../application/pages.js'
import type { Reading, Writing } from './reading.js'

export const readFolder = (
  operations: ReadOperations,
  tenant: string,
  sha256: (text: string) => string,
  close: () => Promise<void>,
): Reading => ({
  state: (subject, when) => run(operations.stateAt(tenant, subject, when)),
  history: (subject, { limit, ...query }) =>
    pages<StoredEvent, string>(limit, (from, pageLimit) =>
      run(operations.history(tenant, subject, { ...query, limit: pageLimit, ...(from === undefined ? {} : { from }) })),
    ),
  diff: (subject, query) => run(operations.diff(tenant, subject, query)),
  activity: ({ limit, ...query }) =>
    pages(limit, (from: ActivityQuery['from'], pageLimit) =>
      run(operations.activity({ ...query, tenant, limit: pageLimit, ...(from === undefined ? {} : { from }) })),
    ),
  live: (query) => folderLive(operations, tenant, query),
  export: (query) => folderExport(operations, tenant, sha256, query),
  stats: (query) => run(operations.stats({ ...query, tenant })),
  facets: ({ limit, ...query }) =>
    pages<FacetValue, string>(limit, (from, pageLimit) =>
      run(operations.facets({ ...query, tenant, limit: pageLimit, ...(from === undefined ? {} : { from }) })),
    ),
  subjects: ({ limit, ...query }) =>
    pages<SubjectRow, string>(limit, (from, pageLimit) =>
      run(operations.subjects({ ...query, tenant, limit: pageLimit, ...(from === undefined ? {} : { from }) })),
    ),
  transaction: async (id, limit) => {
    const page = (from: FeedPlace | undefined, pageLimit: number) =>
      run(operations.transaction(tenant, id, { limit: pageLimit, ...(from === undefined ? {} : { from }) }))
    const { transaction } = await page(undefined, 1)
    return { transaction, events: pages<StoredEvent, FeedPlace>(limit, page) }
  },
  captureRules: () => run(operations.captureRules(tenant)),
  projections: () => Promise.resolve(operations.projections()),
  close,
})

export const writeFolder = (
  operations: Operations,
  tenant: string,
  sha256: (text: string) => string,
  close: () => Promise<void>,
  patience: Patience,
): Writing => {
  let lastPosition = -1
  const noted = <A extends object>(written: A): A => {
    if ('position' in written) lastPosition = Math.max(lastPosition, Number(written.position))
    return written
  }
  return {
    ...readFolder(operations, tenant, sha256, async () => {
      try {
        await catchUp(operations, lastPosition, patience)
      } finally {
        await close()
      }
    }),
    emit: async (input) => noted(await run(operations.emit(tenant, input))),
    emitMany: async (inputs) => (await run(operations.emitMany(tenant, inputs))).map(noted),
    setCaptureRules: async (input) => noted(await run(operations.setCaptureRules(tenant, input))),
    restore: async (subject, input) => noted(await run(operations.restore(tenant, subject, input))),
    rebuild: (projection) => run(operations.rebuild(projection)),
  }
}

/** How long an owner that is done waits for the projections. */
export interface Patience {
  readonly attempts: number
  readonly signal?: AbortSignal
}

/**
 * Nobody projects once the owner is gone: what was written here should be in the feed when the command ends. An attempt takes at most five seconds; what
 * is not reached then waits for the next owner.
 */
const catchUp = async (
  operations: Pick<Operations, 'waitFor' | 'projections'>,
  position: number,
  { attempts, signal }: Patience,
): Promise<void> => {
  if (position < 0) return
  for (let attempt = 0; attempt < attempts && signal?.aborted !== true; attempt++) {
    if ((await operations.waitFor(position)())._tag === 'Right') return
    if (operations.projections().some(({ state }) => state === 'failed')) return
  }
}
