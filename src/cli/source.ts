import type { Environment, FolderOptions, FolderPlace, Settings } from './environment.js'
import { badInput } from './failure.js'
import { readFolder, writeFolder } from './folder-source.js'
import type { Patience } from './folder-source.js'
import type { Reading, Writing } from './reading.js'
import { openRemote } from './remote.js'

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
  return closing(readFolder(folder.operations, settings.tenant.value, environment.hash.sha256, folder.close), use)
}

/** As `withReading`, but owns the folder. */
export const withWriting = async <A>(
  environment: Environment,
  settings: Settings,
  command: string,
  use: (writing: Writing) => Promise<A>,
  patience: Patience = { attempts: 2 },
): Promise<A> => {
  const place = placeOf(settings)
  if (place._tag === 'Server') return use(remote(environment, settings, place.url))
  const folder = await environment.openFolder(folderOptions(settings, command))
  return closing(
    writeFolder(folder.operations, settings.tenant.value, environment.hash.sha256, folder.close, patience),
    use,
  )
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

export const folderPlace = ({ dataDir, log }: Pick<Settings, 'dataDir' | 'log'>): FolderPlace => ({
  dataDir: dataDir.value,
  log: log.value,
  logField: log.from ?? '--log',
})

export const folderOptions = (settings: Settings, command: string): FolderOptions => ({
  ...folderPlace(settings),
  subjects: settings.subjects.value,
  redactionKey: settings.redactionKey.value,
  indexMemory: settings.indexMemory.value,
  projections: settings.projections.value,
  command,
})

/** Says where the feed, statistics and subjects may be incomplete: the projections have not read the whole log. */
export const noteLag = async (
  { stderr }: Pick<Environment, 'stderr'>,
  reading: Pick<Reading, 'projections'>,
): Promise<void> => {
  const lag = Math.max(0, ...(await reading.projections()).map((each) => each.lag))
  if (lag > 0)
    await stderr.write(
      `note: the projections are ${lag} positions behind the log; they follow it while its owner runs\n`,
    )
}
