import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { hash } from 'node:crypto'
import { resolve } from 'node:path'
import { dataFiles } from '../adapters/embedded/data-folder.js'
import { systemClock } from '../adapters/system/system-clock.js'
import { tokenAdmin } from '../adapters/system/token-file.js'
import { uuidIds } from '../adapters/system/uuid-ids.js'
import type { Environment, FolderOptions, SettingFlags, Settings } from '../cli/environment.js'
import { CommandFailure, badInput, exitCodes, failWith } from '../cli/failure.js'
import { AnnalsFailure } from './annals-failure.js'
import { readConfigFile } from './config-file.js'
import { resolveConfig } from './config.js'
import { createInterruption } from './interruption.js'
import type { AnnalsOptions } from './open-annals.js'
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
      told(async () => {
        const { openAnnals } = await import('./open-annals.js')
        return openAnnals({ ...annalsOptions(options), command: options.command, metrics: noMetrics })
      }),
    openFolderReadOnly: (options) =>
      told(async () => {
        requireLog(options.dataDir)
        const { openAnnalsReader } = await import('./open-annals-reader.js')
        return openAnnalsReader(annalsOptions(options))
      }),
    folderStatus: (dataDir) =>
      told(async () => {
        requireLog(dataDir)
        const { readFolderStatus } = await import('../adapters/embedded/folder-status.js')
        return readFolderStatus(dataDir)
      }),
    backup: ({ dataDir, file }) =>
      told(async () => {
        requireLog(dataDir)
        const { backupFolder } = await import('./backup-folder.js')
        return backupFolder({ dataDir, file })
      }),
    check: (options) =>
      told(async () => {
        requireLog(options.dataDir)
        const { checkFolder } = await import('./check-folder.js')
        const { projections, ...others } = options
        return checkFolder({ ...others, ...ownProjections(projections) })
      }),
    tokens: (dataDir) => tokenAdmin(dataDir, systemClock),
    serve: (options) =>
      told(async () => {
        const { NoTokenError, startServer } = await import('./serve.js')
        const { host, port, allowedHosts, logLevel, command } = options
        try {
          return await startServer({ ...annalsOptions(options), command, host, port, allowedHosts, logLevel })
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
  subjects,
  redactionKey,
  indexMemory,
  projections,
}: FolderOptions): AnnalsOptions => ({
  dataDir,
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

const requireLog = (dataDir: string): void => {
  if (existsSync(dataFiles(dataDir).log)) return
  badInput('--data-dir', `there is no Annals log in ${dataDir}; "annals serve" and "annals import" make one`)
}

/** What the store rejects with, in the words of the command line. */
const told = async <A>(work: () => Promise<A>): Promise<A> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AnnalsFailure) return failWith(error.error)
    throw error
  }
}
