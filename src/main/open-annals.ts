import type { Operations } from '../application/operations.js'
import { invalidInput } from '../domain/errors.js'
import { checkTenant } from '../domain/names.js'
import { createRouter } from '../http/create-router.js'
import type { RouterOptions } from '../http/create-router.js'
import type { ProjectionStatus } from '../ports/read-models.js'
import { AnnalsFailure, orThrow } from './annals-failure.js'
import type { AnnalsOptions } from './annals-options.js'
import { readDashboardFiles } from './dashboard-files.js'
import { openStore } from './open-store.js'
import { tenantApi } from './tenant-api.js'
import type { TenantApi } from './tenant-api.js'

/** An open store. Its methods work in the tenant `default`; `inTenant` gives those of another. */
export interface Annals extends TenantApi {
  readonly inTenant: (tenant: string) => TenantApi
  /** How far each projection has read, and what its last rebuild found. */
  readonly projections: () => readonly ProjectionStatus[]
  /** Starts to build a projection's rows anew beside the live ones; `projections` tells how far it is. */
  readonly rebuild: (projection: string) => Promise<void>
  /** Counts and gauges of the whole store, all tenants together, in the text format of Prometheus (version 0.0.4). */
  readonly metrics: () => Promise<string>
  /** An Express router with the whole HTTP API: `app.use('/audit', annals.router({ authorize }))`. */
  readonly router: (options: AnnalsRouterOptions) => ReturnType<typeof createRouter>
  /** The use cases themselves, as TaskEithers, for those who compose them. They share what they are given and what they answer with the store: change neither. */
  readonly operations: Operations
  /** Writes into the folder's owner file where this store is served. */
  readonly setUrl: (url: string) => void
  /** Finishes what it has taken, then closes the files. */
  readonly close: () => Promise<void>
}

export interface AnnalsRouterOptions extends Omit<RouterOptions, 'operations' | 'answers' | 'dashboard'> {
  /** Whether the dashboard is served at the path at which the router is mounted; false by default. */
  readonly dashboard?: boolean
}

/**
 * Opens a data folder as its owner.
 * Rejects with an AnnalsFailure (`DataFolderInUse`, naming the process; `InvalidInput` for an option; `Unavailable` where a folder's log on EventStoreDB cannot be reached
 * the first time) and with an Error where a file is damaged or newer than this version.
 */
export const openAnnals = async (options: AnnalsOptions): Promise<Annals> => {
  const { operations, answers, metrics, owner, close } = await openStore(options)
  return {
    ...tenantApi(operations, 'default'),
    inTenant: (tenant) => tenantApi(operations, checkedTenant(tenant)),
    projections: operations.projections,
    rebuild: (projection) => orThrow(operations.rebuild(projection)),
    metrics: metrics.text,
    router: ({ dashboard = false, ...routerOptions }) => {
      const files = dashboard ? readDashboardFiles() : undefined
      const withFiles = files === undefined ? {} : { dashboard: files }
      return createRouter({ metrics, streamMetrics: metrics, ...routerOptions, ...withFiles, operations, answers })
    },
    operations,
    setUrl: owner.setUrl,
    close,
  }
}

const checkedTenant = (tenant: string): string => {
  const message = checkTenant(tenant)
  if (message === undefined) return tenant
  throw new AnnalsFailure(invalidInput('tenant', message))
}
