import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { openEmbeddedLog } from '../adapters/embedded/embedded-log.js'
import type { EmbeddedLog } from '../adapters/embedded/embedded-log.js'
import { openEmbeddedReader } from '../adapters/embedded/embedded-reader.js'
import { ownFolder } from '../adapters/embedded/folder-owner.js'
import { openSnapshotStore } from '../adapters/embedded/snapshot-store.js'
import { openReadModels } from '../adapters/read-models/open-read-models.js'
import type { ReadModelsOptions } from '../adapters/read-models/open-read-models.js'
import { openReadModelsReader } from '../adapters/read-models/open-read-models-reader.js'
import { builtModule } from '../adapters/system/built-module.js'
import { nodeHash } from '../adapters/system/node-hash.js'
import { loadRedactionKey, parseRedactionKey } from '../adapters/system/redaction-key.js'
import { systemClock } from '../adapters/system/system-clock.js'
import { uuidIds } from '../adapters/system/uuid-ids.js'
import { countedOperations } from '../application/counted-operations.js'
import { createOperations } from '../application/create-operations.js'
import type { Operations } from '../application/operations.js'
import { invalidInput } from '../domain/errors.js'
import { checkTenant } from '../domain/names.js'
import { checkRulesByType } from '../domain/rules.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import { formatTime } from '../domain/time.js'
import { createRouter } from '../http/create-router.js'
import type { RouterOptions } from '../http/create-router.js'
import type { Clock } from '../ports/clock.js'
import type { IdSource } from '../ports/id-source.js'
import type { Metrics } from '../ports/metrics.js'
import type { ProjectionStatus } from '../ports/read-models.js'
import { AnnalsFailure, orThrow } from './annals-failure.js'
import { builtInProjections } from './built-in-projections.js'
import { indexBytes } from './index-bytes.js'
import { metricSources } from './metric-sources.js'
import { moduleUrl } from './module-url.js'
import { tenantApi } from './tenant-api.js'
import type { TenantApi } from './tenant-api.js'

export interface AnnalsOptions {
  /** The folder with the log and everything made of it; it is made where there is none. One process owns it at a time. */
  readonly dataDir: string
  /** Fields to ignore and to redact, keys of array items, by subject type. */
  readonly subjects?: SubjectRulesByType
  /** 64 hex digits; by default a key of the folder's own (`redaction.key`). */
  readonly redactionKey?: string | undefined
  /** Modules (paths or file URLs of JavaScript) whose default export is a projection, or an array of them. They are loaded in the projector's thread. */
  readonly projections?: readonly (string | URL)[]
  /** MiB of the feed index that queries keep in memory (default 400). What is not there is read from the file. */
  readonly indexMemory?: number
  /** Reads that much into memory once the store is open, in the background, rather than for the first queries. */
  readonly warmUp?: boolean
  readonly clock?: Clock
  readonly ids?: IdSource
  /** `in-thread` writes on the calling thread, which then waits for the disk: for tests and one-off scripts. */
  readonly threads?: 'worker' | 'in-thread'
  /** `paused` makes no rows of new events, for measuring and for bulk work; a later open catches up. */
  readonly projector?: 'running' | 'paused'
  readonly onWarning?: (warning: string) => void
  /** Where the store counts, and no other does; made by itself by default. */
  readonly metrics?: Metrics
  /** Named in the folder's owner file, for whoever finds it taken. */
  readonly command?: string
}

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
  readonly router: (options: Omit<RouterOptions, 'operations'>) => ReturnType<typeof createRouter>
  /** The use cases themselves, as TaskEithers, for those who compose them. They share what they are given and what they answer with the store: change neither. */
  readonly operations: Operations
  /** Writes into the folder's owner file where this store is served. */
  readonly setUrl: (url: string) => void
  /** Finishes what it has taken, then closes the files. */
  readonly close: () => Promise<void>
}

/**
 * Opens a data folder as its owner.
 * Rejects with an AnnalsFailure (`DataFolderInUse`, naming the process; `InvalidInput` for an option) and with an Error where a file is damaged or newer than this version.
 */
export const openAnnals = async (options: AnnalsOptions): Promise<Annals> => {
  const dataDir = resolve(options.dataDir)
  const rules = decodedRules(options.subjects)
  const clock = options.clock ?? systemClock
  const warn = options.onWarning ?? nobodyListens
  const metrics = options.metrics ?? (await ownMetrics())
  const card = { pid: process.pid, command: options.command ?? 'openAnnals', startedAt: formatTime(Date.now()) }
  const owner = orFail(ownFolder(dataDir, card))
  const closers: (() => Promise<void> | void)[] = [() => owner.release()]
  const close = onceOnly(() => closeAll(closers))
  try {
    const hash = nodeHash(redactionKey(options.redactionKey, dataDir))
    const thread = options.threads ?? 'worker'
    const eventLog = await openEmbeddedLog({ dataDir, thread, now: clock.now, metrics })
    closers.push(eventLog.close)
    const end = await endOf(eventLog, warn)
    const snapshots = openSnapshotStore({ dataDir, logId: eventLog.logId, thread })
    closers.push(snapshots.close)
    const openModels = options.projector === 'paused' ? openWithoutProjector : openReadModels
    const readModels = await openModels({
      dataDir,
      thread,
      indexMaxBytes: indexBytes(options.indexMemory),
      warmUp: options.warmUp ?? false,
      logId: eventLog.logId,
      wakeSource: (listener) => eventLog.onAppended(listener),
      openLogReader: () => openEmbeddedReader({ dataDir, wake: (listener) => eventLog.onAppended(listener) }),
      builtIn: builtInProjections,
      workerModule: builtModule(import.meta.url, './projector-worker.js'),
      userProjections: (options.projections ?? []).map(moduleUrl),
      onWarning: warn,
    })
    closers.push(readModels.close)
    closers.push(metrics.watch(metricSources({ dataDir, eventLog, readModels, now: clock.now })))
    const closing = new AbortController()
    closers.push(() => closing.abort())
    const created = createOperations({
      eventLog,
      snapshots,
      readModels,
      unchangedMemory: eventLog.unchangedMemory,
      clock,
      ids: options.ids ?? uuidIds,
      hash,
      rules,
      headAtOpen: end.position,
      appendTrouble: eventLog.appendTrouble,
      recordedAtFloor: end.created,
      closing: closing.signal,
    })
    const operations = countedOperations(created, metrics)
    return {
      ...tenantApi(operations, 'default'),
      inTenant: (tenant) => tenantApi(operations, checkedTenant(tenant)),
      projections: operations.projections,
      rebuild: (projection) => orThrow(operations.rebuild(projection)),
      metrics: metrics.text,
      router: (routerOptions) => createRouter({ metrics, streamMetrics: metrics, ...routerOptions, operations }),
      operations,
      setUrl: owner.setUrl,
      close,
    }
  } catch (error) {
    await close().catch(nobodyListens)
    throw error
  }
}

/** Loaded where they are wanted alone: it takes longer than all the rest. */
const ownMetrics = async (): Promise<Metrics> => {
  const { createMetrics } = await import('../adapters/prometheus/create-metrics.js')
  return createMetrics()
}

/** The last event's position and time; -1 and 0 for an empty log. A last event that is damaged is told of, and does not keep the rest from being read. */
const endOf = async (
  eventLog: EmbeddedLog,
  warn: (warning: string) => void,
): Promise<{ readonly position: number; readonly created: number }> => {
  const { position } = eventLog.status()
  const last = await eventLog.readAll({ direction: 'backwards', limit: 1 })()
  if (E.isRight(last)) return { position, created: last.right[0]?.created ?? 0 }
  warn(`the log's last event cannot be read (${last.left._tag}): run "annals check"`)
  return { position, created: 0 }
}

/** The rows as they are, for measuring: nothing makes new ones. */
const openWithoutProjector = ({ dataDir, indexMaxBytes }: ReadModelsOptions): ReturnType<typeof openReadModelsReader> =>
  openReadModelsReader({ dataDir, indexMaxBytes })

/** Runs every closer, the last opened first; rejects with the first error once all have run. */
const closeAll = async (closers: readonly (() => Promise<void> | void)[]): Promise<void> => {
  const errors: unknown[] = []
  for (const closer of closers.toReversed()) {
    try {
      await closer()
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}

/** However often it is called, it is done once, and everybody waits for the same end. */
const onceOnly = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined
  return () => (running ??= work())
}

const checkedTenant = (tenant: string): string => {
  const message = checkTenant(tenant)
  if (message === undefined) return tenant
  throw new AnnalsFailure(invalidInput('tenant', message))
}

const orFail = <A>(result: E.Either<AnnalsFailure['error'], A>): A => {
  if (E.isRight(result)) return result.right
  throw new AnnalsFailure(result.left)
}

const decodedRules = (rules: SubjectRulesByType | undefined): SubjectRulesByType => {
  const checked = checkRulesByType(rules ?? {}, '/subjects')
  if (E.isRight(checked)) return checked.right
  throw new AnnalsFailure({ _tag: 'InvalidInput', issues: checked.left })
}

const redactionKey = (configured: string | undefined, dataDir: string): Uint8Array => {
  if (configured === undefined) return loadRedactionKey(dataDir)
  const key = parseRedactionKey(configured)
  if (key === undefined) throw new AnnalsFailure(invalidInput('redactionKey', 'must be 64 hex digits'))
  return key
}

const nobodyListens = (): void => undefined
