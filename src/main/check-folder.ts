import { hash } from 'node:crypto'
import { resolve } from 'node:path'
import { openLogCheck } from '../adapters/embedded/check-log.js'
import type { LogBreach, StreamWalk } from '../adapters/embedded/check-log.js'
import { eachSnapshot } from '../adapters/embedded/check-snapshots.js'
import { compareWithRebuild } from '../adapters/read-models/compare-with-rebuild.js'
import { loadProjections } from '../adapters/read-models/load-projections.js'
import { streamCheck } from '../application/check-stream.js'
import type { ClaimsByVersion, SnapshotClaim } from '../application/check-stream.js'
import { canonicalize } from '../domain/canonical.js'
import type { Json } from '../domain/json.js'
import type { Projection } from '../domain/projection.js'
import type { Snapshot } from '../ports/snapshot-store.js'
import { builtInProjections } from './built-in-projections.js'
import { checkServerStates } from './check-server-states.js'
import { moduleUrl } from './module-url.js'
import { openStoreLogReader, requireLogOf } from './store-log.js'
import type { StoreLogReader } from './store-log.js'

export interface Breach {
  readonly kind: string
  readonly detail: string
  readonly stream?: string
  readonly revision?: number
  readonly position?: number
}

export interface CheckReport {
  readonly events: number
  readonly streams: number
  readonly breaches: number
}

export interface CheckFolderOptions {
  readonly dataDir: string
  /** Where the log is, if not in the folder. */
  readonly log?: string | undefined
  /** Modules of projections of one's own, as `openAnnals` takes them: those without a definition here are not compared. */
  readonly projections?: readonly (string | URL)[]
  readonly onBreach: (breach: Breach) => void
  readonly onProgress: (progress: { readonly step: string; readonly fraction: number }) => void
}

/**
 * Checks all that a data folder promises, reading only: rows match their digests, revisions are contiguous (which a log on EventStoreDB sees to by itself), every delta applies,
 * snapshots equal the replay, projections equal a rebuild. Each breach is told as it is found. Rejects, before anything is checked, with an Error where a projection's module
 * cannot be loaded and with an AnnalsFailure where the folder belongs to another log.
 */
export const checkFolder = async (options: CheckFolderOptions): Promise<CheckReport> => {
  const dataDir = resolve(options.dataDir)
  const projections = await loadProjections(builtInProjections, (options.projections ?? []).map(moduleUrl))
  let breaches = 0
  const onBreach = (breach: Breach): void => {
    breaches += 1
    options.onBreach(breach)
  }
  const { log } = options
  requireLogOf(dataDir, log)
  const counted =
    log === undefined
      ? checkEmbedded(dataDir, onBreach, options.onProgress)
      : await checkServerStates({ dataDir, log, claims: claimsByStream(dataDir, onBreach), onBreach })
  options.onProgress({ step: 'projections', fraction: 0 })
  await compareProjections({ dataDir, log }, projections, onBreach, (fraction) =>
    options.onProgress({ step: 'projections', fraction }),
  )
  return { ...counted, breaches }
}

interface Counted {
  readonly events: number
  readonly streams: number
}

const checkEmbedded = (
  dataDir: string,
  onBreach: (breach: Breach) => void,
  onProgress: CheckFolderOptions['onProgress'],
): Counted => {
  const log = openLogCheck({ dataDir })
  try {
    onProgress({ step: 'log', fraction: 0 })
    for (const breach of log.breaches()) onBreach(known(breach))
    onProgress({ step: 'states', fraction: 0 })
    return checkStates(log.eachStream(), claimsByStream(dataDir, onBreach), onBreach)
  } finally {
    log.close()
  }
}

/** A log that cannot be read to its end cannot be projected again: that is told; the rows that are to blame have been. */
const compareProjections = async (
  { dataDir, log: where }: { readonly dataDir: string; readonly log: string | undefined },
  projections: readonly Projection[],
  onBreach: (breach: Breach) => void,
  onProgress: (fraction: number) => void,
): Promise<void> => {
  let log: StoreLogReader | undefined
  try {
    log = await openStoreLogReader({ dataDir, log: where })
    await compareWithRebuild({
      dataDir,
      log,
      projections,
      onBreach: ({ projection, table, key, detail }) =>
        onBreach({ kind: 'projection', detail: `${projection}.${table} ${key}: ${detail}` }),
      onProgress,
    })
  } catch (error) {
    onBreach({ kind: 'projection', detail: `the projections cannot be compared: ${reasonOf(error)}` })
  } finally {
    log?.close()
  }
}

/** As far as the streams can be read: a file that is damaged does not keep the rest from being checked. */
const checkStates = (
  walks: Iterable<StreamWalk>,
  claims: ReadonlyMap<string, ClaimsByVersion>,
  onBreach: (breach: Breach) => void,
): Counted => {
  let [events, streams] = [0, 0]
  try {
    for (const { stream, tombstoned, events: eventsOf } of walks) {
      streams += 1
      if (tombstoned) continue
      const check = streamCheck({ sha256 }, stream, claims.get(stream) ?? noClaims, onBreach)
      for (const event of eventsOf()) {
        check(event)
        events += 1
      }
    }
  } catch (error) {
    onBreach({ kind: 'file', detail: `the states could be checked up to here only: ${reasonOf(error)}` })
  }
  return { events, streams }
}

const claimsByStream = (
  dataDir: string,
  onBreach: (breach: Breach) => void,
): Map<string, Map<number, SnapshotClaim>> => {
  const claims = new Map<string, Map<number, SnapshotClaim>>()
  try {
    for (const { snapshot, intact } of eachSnapshot({ dataDir })) {
      if (intact) noteClaim(claims, snapshot)
      else onBreach(alteredSnapshot(snapshot))
    }
  } catch (error) {
    onBreach({ kind: 'snapshot', detail: `the snapshots cannot be read: ${reasonOf(error)}` })
  }
  return claims
}

const noteClaim = (claims: Map<string, Map<number, SnapshotClaim>>, snapshot: Snapshot): void => {
  const { stream, version, state, ...times } = snapshot
  const ofStream = claims.get(stream) ?? new Map<number, SnapshotClaim>()
  claims.set(stream, ofStream)
  ofStream.set(version, { ...times, stateDigest: sha256(canonicalize(JSON.parse(state) as Json)) })
}

const alteredSnapshot = ({ stream, version }: Snapshot): Breach => ({
  kind: 'snapshot',
  detail: `the snapshot of version ${version} does not match its digest`,
  stream,
  revision: version,
})

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const noClaims: ClaimsByVersion = new Map()
const sha256 = (text: string): string => hash('sha256', text, 'hex')

/** A breach without the fields that are about nothing. */
const known = ({ kind, detail, stream, revision, position }: LogBreach): Breach => ({
  kind,
  detail,
  ...(stream === '' ? {} : { stream }),
  ...(revision < 0 ? {} : { revision }),
  ...(position < 0 ? {} : { position }),
})
