import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { openAnswerMemory } from '../adapters/answers/open-answer-memory.js'
import { ownFolder } from '../adapters/embedded/folder-owner.js'
import type { FolderOwner } from '../adapters/embedded/folder-owner.js'
import { openSnapshotStore } from '../adapters/embedded/snapshot-store.js'
import type { OpenSnapshotStore } from '../adapters/embedded/snapshot-store.js'
import { openReadModels } from '../adapters/read-models/open-read-models.js'
import { openReadModelsReader } from '../adapters/read-models/open-read-models-reader.js'
import type { ReadModelsOptions } from '../adapters/read-models/read-models-options.js'
import { builtModule } from '../adapters/system/built-module.js'
import { nodeHash } from '../adapters/system/node-hash.js'
import { loadRedactionKey, parseRedactionKey } from '../adapters/system/redaction-key.js'
import { systemClock } from '../adapters/system/system-clock.js'
import { uuidIds } from '../adapters/system/uuid-ids.js'
import { countedOperations } from '../application/counted-operations.js'
import { createDoor } from '../application/create-door.js'
import { createOperations, storeWriteContext } from '../application/create-operations.js'
import type { Door } from '../application/door.js'
import type { Operations } from '../application/operations.js'
import { recentWrites } from '../application/recent-writes.js'
import { storeStatus } from '../application/store-status.js'
import { invalidInput } from '../domain/errors.js'
import { checkRulesByType } from '../domain/rules.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import { formatTime } from '../domain/time.js'
import type { AnswerMemory } from '../ports/answer-memory.js'
import type { Metrics } from '../ports/metrics.js'
import type { OwnedLog } from '../ports/owned-log.js'
import type { ReadModels } from '../ports/read-models.js'
import { AnnalsFailure } from './annals-failure.js'
import type { AnnalsOptions } from './annals-options.js'
import { builtInProjections } from './built-in-projections.js'
import { indexBytes } from './index-bytes.js'
import { endOfLog } from './end-of-log.js'
import { metricSources } from './metric-sources.js'
import { moduleUrl } from './module-url.js'
import { openStoreLog, openStoreLogReader } from './store-log.js'

/** The parts of an open store, for those who put another face on it. */
export interface Store {
  readonly eventLog: OwnedLog
  /** The way into the log for what does not come through the use cases. */
  readonly door: Door
  readonly snapshots: OpenSnapshotStore
  readonly readModels: ReadModels
  readonly operations: Operations
  /** What was answered to requests with an idempotency key. */
  readonly answers: AnswerMemory
  readonly metrics: Metrics
  readonly owner: FolderOwner
  /** Finishes what it has taken, then closes the files. */
  readonly close: () => Promise<void>
}

/** Opens a data folder as its owner, as `openAnnals` does. */
export const openStore = async (options: AnnalsOptions): Promise<Store> => {
  const dataDir = resolve(options.dataDir)
  const rules = decodedRules(options.subjects)
  const clock = options.clock ?? systemClock
  const warn = options.onWarning ?? nobodyListens
  const metrics = options.metrics ?? (await ownMetrics())
  const { log } = options
  const card = { pid: process.pid, command: options.command ?? 'openAnnals', startedAt: formatTime(Date.now()) }
  const owner = orFail(ownFolder(dataDir, card))
  const closers: (() => Promise<void> | void)[] = [() => owner.release()]
  const close = onceOnly(() => closeAll(closers))
  try {
    const hash = nodeHash(redactionKey(options.redactionKey, dataDir))
    const thread = options.threads ?? 'worker'
    const eventLog = await openStoreLog({ dataDir, log, thread, now: clock.now, metrics, onWarning: warn })
    closers.push(eventLog.close)
    const end = await endOfLog(eventLog, warn)
    const snapshots = openSnapshotStore({ dataDir, logId: eventLog.logId, thread })
    closers.push(snapshots.close)
    const answers = openAnswerMemory({
      dataDir,
      logId: eventLog.logId,
      // A log that cannot be read now has not ended.
      logEnd: eventLog.status().state === 'unavailable' ? Number.MAX_SAFE_INTEGER : end.position,
      thread,
      now: clock.now,
      onWarning: warn,
    })
    closers.push(answers.close)
    const openModels = options.projector === 'paused' ? openWithoutProjector : openReadModels
    const readModels = await openModels({
      dataDir,
      thread,
      indexMaxBytes: indexBytes(options.indexMemory),
      warmUp: options.warmUp ?? false,
      logId: eventLog.logId,
      log,
      wakeSource: (listener) => eventLog.onAppended(listener),
      openLogReader: () => openStoreLogReader({ dataDir, log, wake: (listener) => eventLog.onAppended(listener) }),
      builtIn: builtInProjections,
      workerModule: builtModule(import.meta.url, './projector-worker.js'),
      userProjections: (options.projections ?? []).map(moduleUrl),
      onWarning: warn,
    })
    closers.push(readModels.close)
    const sources = metricSources({ dataDir, eventLog, readModels, now: clock.now })
    closers.push(metrics.watch(sources))
    const closing = new AbortController()
    closers.push(() => closing.abort())
    const ports = {
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
      seenRevision: eventLog.seenRevision,
      recordedAtFloor: end.recordedAt,
      closing: closing.signal,
    }
    const context = storeWriteContext(ports)
    const recent = recentWrites(clock)
    const operations = {
      ...countedOperations(createOperations(ports, context), metrics, recent),
      ...storeStatus({
        ...sources,
        engine: log === undefined ? 'embedded' : 'eventstoredb',
        startedAt: formatTime(clock.now()),
        recent,
      }),
    }
    const door = createDoor(ports, context)
    return { eventLog, door, snapshots, readModels, operations, answers, metrics, owner, close }
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
