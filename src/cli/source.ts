import type {
  DiffQuery,
  Operations,
  Restored,
  SubjectState,
  VersionDiff,
  When,
  Written,
} from '../application/operations.js'
import type { StoredEvent, Subject } from '../domain/event.js'
import type { ActivityQuery, ProjectionStatus, StatsAnswer, StatsQuery, SubjectRow } from '../ports/read-models.js'
import { badInput, run } from './failure.js'
import type { Environment, ReadOperations, Settings } from './environment.js'
import { pages } from './paging.js'
import { openRemote } from './remote.js'

/** What the reading commands need, over a data folder or over HTTP; each in the one tenant that it was opened for. Failures are CommandFailures. */
export interface Reading {
  readonly state: (subject: Subject, when: When) => Promise<SubjectState>
  readonly history: (subject: Subject, query: HistoryRequest) => AsyncIterable<StoredEvent>
  readonly diff: (subject: Subject, query: DiffQuery) => Promise<VersionDiff>
  readonly activity: (query: ActivityRequest) => AsyncIterable<StoredEvent>
  readonly stats: (query: StatsRequest) => Promise<StatsAnswer>
  readonly subjects: (query: SubjectsRequest) => AsyncIterable<SubjectRow>
  readonly projections: () => Promise<readonly ProjectionStatus[]>
  readonly close: () => Promise<void>
}

export interface Writing extends Reading {
  readonly emit: (input: unknown) => Promise<Written>
  /** Validated whole before anything is appended. */
  readonly emitMany: (inputs: readonly unknown[]) => Promise<readonly Written[]>
  readonly restore: (subject: Subject, input: unknown) => Promise<Restored>
  readonly rebuild: (projection: string) => Promise<void>
}

/** `limit` undefined: all there are. */
export interface HistoryRequest {
  readonly include: 'changes' | 'all'
  readonly order: 'asc' | 'desc'
  readonly limit: number | undefined
}
export type ActivityRequest = Omit<ActivityQuery, 'tenant' | 'from' | 'limit'> & { readonly limit: number | undefined }
export type StatsRequest = Omit<StatsQuery, 'tenant'>
export interface SubjectsRequest {
  readonly type?: string
  readonly deleted?: boolean
  readonly limit: number | undefined
}

export type Place =
  { readonly _tag: 'Folder'; readonly dataDir: string } | { readonly _tag: 'Server'; readonly url: string }

const ranks = { flag: 3, environment: 2, file: 1, default: 0 } as const

/** A server where `--url` is set as closely as `--data-dir` or more so (flag, then environment, then file); both as flags is refused. */
export const placeOf = (settings: Pick<Settings, 'dataDir' | 'url'>): Place => {
  const { dataDir, url } = settings
  if (url.value === undefined || ranks[dataDir.source] > ranks[url.source])
    return { _tag: 'Folder', dataDir: dataDir.value }
  if (dataDir.source === 'flag') return badInput('--url', 'cannot be combined with --data-dir: it is one or the other')
  return { _tag: 'Server', url: url.value }
}

/** Opens the folder beside its owner, or the server; closes it however `use` ends. */
export const withReading = async <A>(
  environment: Environment,
  settings: Settings,
  use: (reading: Reading) => Promise<A>,
): Promise<A> => {
  const place = placeOf(settings)
  if (place._tag === 'Server') return use(remote(environment, settings, place.url))
  const folder = await environment.openFolderReadOnly(folderOptions(settings, ''))
  return closing(readFolder(folder.operations, settings.tenant.value, folder.close), use)
}

/** As `withReading`, but owns the folder. */
export const withWriting = async <A>(
  environment: Environment,
  settings: Settings,
  command: string,
  use: (writing: Writing) => Promise<A>,
): Promise<A> => {
  const place = placeOf(settings)
  if (place._tag === 'Server') return use(remote(environment, settings, place.url))
  const folder = await environment.openFolder(folderOptions(settings, command))
  return closing(writeFolder(folder.operations, settings.tenant.value, folder.close), use)
}

const remote = (environment: Environment, settings: Settings, url: string): Writing =>
  openRemote({
    fetch: environment.fetch,
    url,
    token: settings.token.value,
    tenant: settings.tenant.source === 'default' ? undefined : settings.tenant.value,
  })

const closing = async <Opened extends Reading, A>(opened: Opened, use: (opened: Opened) => Promise<A>): Promise<A> => {
  try {
    return await use(opened)
  } finally {
    await opened.close()
  }
}

export const folderOptions = (settings: Settings, command: string) => ({
  dataDir: settings.dataDir.value,
  subjects: settings.subjects.value,
  redactionKey: settings.redactionKey.value,
  projections: settings.projections.value,
  command,
})

const readFolder = (operations: ReadOperations, tenant: string, close: () => Promise<void>): Reading => ({
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
  stats: (query) => run(operations.stats({ ...query, tenant })),
  subjects: ({ limit, ...query }) =>
    pages<SubjectRow, string>(limit, (from, pageLimit) =>
      run(operations.subjects({ ...query, tenant, limit: pageLimit, ...(from === undefined ? {} : { from }) })),
    ),
  projections: () => Promise.resolve(operations.projections()),
  close,
})

const writeFolder = (operations: Operations, tenant: string, close: () => Promise<void>): Writing => ({
  ...readFolder(operations, tenant, close),
  emit: (input) => run(operations.emit(tenant, input)),
  emitMany: (inputs) => run(operations.emitMany(tenant, inputs)),
  restore: (subject, input) => run(operations.restore(tenant, subject, input)),
  rebuild: (projection) => run(operations.rebuild(projection)),
})
