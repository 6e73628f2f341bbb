import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { hash } from 'node:crypto'
import { resolve } from 'node:path'
import { dataFiles } from '../adapters/embedded/data-folder.js'
import { idIndexFile } from '../adapters/eventstoredb/id-index.js'
import { systemClock } from '../adapters/system/system-clock.js'
import { tokenAdmin } from '../adapters/system/token-file.js'
import { uuidIds } from '../adapters/system/uuid-ids.js'
import type { Environment, FolderOptions, FolderPlace, SettingFlags, Settings } from '../cli/environment.js'
import { CommandFailure, badInput, exitCodes, failWith } from '../cli/failure.js'
import type { FieldIssue } from '../domain/errors.js'
import { AnnalsFailure } from './annals-failure.js'
import { readConfigFile } from './config-file.js'
import { resolveConfig } from './config.js'
import { createInterruption } from './interruption.js'
import type { AnnalsOptions } from './annals-options.js'
import { inputFile } from './input-file.js'
import { noMetrics } from './no-metrics.js'
import { outputFile } from './output-file.js'
import { outputOf } from './output.js'

/** The world as the command line finds it. What a command does not need is not loaded. */
export const cliEnvironment = (): Environment => {
  const interruption = createInterruption()
  return {
    version: packageVersion(),
    stdout: outputOf(process.stdout, process.env),
    stderr: outputOf(process.stderr, process.env),
    clock: systemClock,
    ids: uuidIds,
    hash: { sha256: (text) => hash('sha256', text, 'hex') },
    fetch,
    settings: (flags) => settled(() => settingsOf(flags)),
    openFolder: (options) =>
      toldOf(options, async () => {
        const { openAnnals } = await import('./open-annals.js')
        return openAnnals({ ...annalsOptions(options), command: options.command, metrics: noMetrics })
      }),
    openFolderReadOnly: (options) =>
      toldOf(options, async () => {
        requireLog(options)
        const { openAnnalsReader } = await import('./open-annals-reader.js')
        return openAnnalsReader(annalsOptions(options))
      }),
    folderStatus: (place) =>
      toldOf(place, async () => {
        requireLog(place)
        const { folderStatus } = await import('./folder-status.js')
        return folderStatus(place)
      }),
    backup: ({ file, ...place }) =>
      toldOf(place, async () => {
        const { dataDir, log, logField } = place
        if (log !== undefined)
          badInput(logField, 'is backed up with its own tools: there is no copy of it to make here')
        requireLog(place)
        const { backupFolder } = await import('./backup-folder.js')
        return backupFolder({ dataDir, file })
      }),
    check: (options) =>
      toldOf(options, async () => {
        requireLog(options)
        const { checkFolder } = await import('./check-folder.js')
        const { projections, ...others } = options
        return checkFolder({ ...others, ...ownProjections(projections) })
      }),
    copy: (options) =>
      told(async () => {
        const { copyLogs } = await import('./copy-logs.js')
        return copyLogs({ ...options, from: placeIn('--from', options.from), to: placeIn('--to', options.to) })
      }),
    tokens: (dataDir) => tokenAdmin(dataDir, systemClock),
    serve: (options) =>
      toldOf(options, async () => {
        const { NoTokenError, startServer } = await import('./serve.js')
        const { host, port, allowedHosts, logLevel, eventStoreDb, command } = options
        try {
          return await startServer({
            ...annalsOptions(options),
            command,
            host,
            port,
            allowedHosts,
            logLevel,
            eventStoreDb,
          })
        } catch (error) {
          throw error instanceof NoTokenError
            ? new CommandFailure(`--host: ${error.message}`, exitCodes.badInput)
            : error
        }
      }),
    openInput: inputFile,
    openOutput: outputFile,
    interrupted: interruption,
  }
}

const settled = <A>(work: () => A): Promise<A> => new Promise((resolve) => resolve(work()))

const settingsOf = (flags: SettingFlags): Settings => {
  const file = readConfigFile(flags.config)
  const settings = resolveConfig({ flags, environment: process.env, ...(file === undefined ? {} : { file }) })
  return settings._tag === 'Left' ? failWith({ _tag: 'InvalidInput', issues: settings.left }) : settings.right
}

/** A place, or what the variable holds that is named instead: a password on the command line could be seen by other users of the machine. */
const placeIn = (field: string, place: string): string => {
  const [, name] = /^env:(.*)$/.exec(place) ?? []
  const value = name === undefined ? place : process.env[name]
  return value === undefined || value === '' ? badInput(field, `is not set: ${place}`) : value
}

/** The package's own file lies two folders up from the source and three from what is built of it. */
const packageVersion = (): string => {
  const file = ['../../package.json', '../../../package.json']
    .map((path) => new URL(path, import.meta.url))
    .find((each) => existsSync(each))
  return file === undefined
    ? 'unknown'
    : (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version
}

const annalsOptions = ({
  dataDir,
  log,
  subjects,
  redactionKey,
  indexMemory,
  projections,
}: FolderOptions): AnnalsOptions => ({
  dataDir,
  log,
  subjects,
  indexMemory,
  ...(redactionKey === undefined ? {} : { redactionKey }),
  ...ownProjections(projections),
})

const ownProjections = (folder: string | undefined): Pick<AnnalsOptions, 'projections'> =>
  folder === undefined ? {} : { projections: projectionModules(folder) }

/** The modules of a folder, in the order of their names. */
const projectionModules = (folder: string): readonly string[] => {
  let names: readonly string[]
  try {
    names = readdirSync(folder)
  } catch (error) {
    return badInput('--projections', `cannot read ${folder}: ${(error as Error).message}`)
  }
  return names
    .filter((name) => /\.m?js$/.test(name))
    .sort()
    .map((name) => resolve(folder, name))
}

const requireLog = ({ dataDir, log }: FolderPlace): void => {
  const files = dataFiles(dataDir)
  // A folder of another log is refused by who opens it, with the reason.
  if ([files.log, idIndexFile(dataDir)].some((file) => existsSync(file))) return
  const where = log === undefined ? 'log' : 'data of a log'
  badInput('--data-dir', `there is no Annals ${where} in ${dataDir}; "annals serve" and "annals import" make one`)
}

/** What the store rejects with, in the words of the command line. */
const toldOf = <A>({ logField }: FolderPlace, work: () => Promise<A>): Promise<A> => told(work, asTyped(logField))

const told = async <A>(work: () => Promise<A>, named = (issue: FieldIssue): FieldIssue => issue): Promise<A> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AnnalsFailure)) throw error
    const { error: failure } = error
    return failWith(failure._tag === 'InvalidInput' ? { ...failure, issues: failure.issues.map(named) } : failure)
  }
}

/** Options are named as they were given. */
const asTyped =
  (logField: string) =>
  (issue: FieldIssue): FieldIssue => {
    if (issue.field === 'log') return { ...issue, field: logField }
    return issue.field === 'dataDir' ? { ...issue, field: '--data-dir' } : issue
  }
