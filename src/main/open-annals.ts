import type { Router } from 'express'
import * as E from 'fp-ts/lib/Either.js'
import { openEmbeddedLog } from '../adapters/embedded/embedded-log.js'
import { ownFolder } from '../adapters/embedded/folder-owner.js'
import { openSnapshotStore } from '../adapters/embedded/snapshot-store.js'
import { openReadModels } from '../adapters/read-models/open-read-models.js'
import { nodeHash } from '../adapters/system/node-hash.js'
import { loadRedactionKey, parseRedactionKey } from '../adapters/system/redaction-key.js'
import { systemClock } from '../adapters/system/system-clock.js'
import { uuidIds } from '../adapters/system/uuid-ids.js'
import { createOperations } from '../application/create-operations.js'
import type { Operations } from '../application/operations.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import { createRouter } from '../http/create-router.js'
import type { RouterOptions } from '../http/create-router.js'
import type { Clock } from '../ports/clock.js'
import type { IdSource } from '../ports/id-source.js'
import { tenantApi } from './tenant-api.js'
import type { TenantApi } from './tenant-api.js'

export interface AnnalsOptions {
  /** The folder with the log and everything made of it; it is made where there is none. One process owns it at a time. */
  readonly dataDir: string
  /** Fields to ignore and to redact, keys of array items, by subject type. */
  readonly subjects?: SubjectRulesByType
  /** 64 hex digits; by default a key of the folder's own (`redaction.key`). */
  readonly redactionKey?: string
  /** Modules (paths or file URLs of JavaScript) whose default export is a projection, or an array of them. They are loaded in the projector's thread. */
  readonly projections?: readonly (string | URL)[]
  readonly clock?: Clock
  readonly ids?: IdSource
  /** `in-thread` writes on the calling thread, which then waits for the disk: for tests and one-off scripts. */
  readonly threads?: 'worker' | 'in-thread'
  readonly onWarning?: (warning: string) => void
  /** Named in the folder's owner file, for whoever finds it taken. */
  readonly command?: string
}

/** An open store. Its methods work in the tenant `default`; `inTenant` gives those of another. */
export interface Annals extends TenantApi {
  readonly inTenant: (tenant: string) => TenantApi
  /** An Express router with the whole HTTP API: `app.use('/audit', annals.router({ authorize }))`. */
  readonly router: (options: Omit<RouterOptions, 'operations'>) => Router
  readonly operations: Operations
  /** Finishes what it has taken, then closes the files. */
  readonly close: () => Promise<void>
}

/**
 * Opens a data folder as its owner.
 * Rejects with an AnnalsFailure (`DataFolderInUse`, naming the process) when another one has it, and with an Error when a file is damaged or newer than this version.
 */
export const openAnnals = async (options: AnnalsOptions): Promise<Annals> => {
  throw new Error(JSON.stringify([options, openEmbeddedLog, ownFolder, openSnapshotStore, openReadModels, nodeHash, loadRedactionKey, parseRedactionKey, systemClock, uuidIds, createOperations, createRouter, tenantApi, E]))
}
