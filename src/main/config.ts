import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import type { Setting, SettingFlags, SettingName, SettingSource, Settings, SettingValues } from '../cli/environment.js'
import { settingNames } from '../cli/environment.js'
import type { FieldIssue } from '../domain/errors.js'
import type { Checked } from './config-values.js'
import { checks, splitHosts } from './config-values.js'

/** Where an option may be set besides the file; `subjects` is in the file alone, a redaction key never among what others see in a list of processes. */
const names: { readonly [Name in SettingName]: { readonly flag?: string; readonly variable?: string } } = {
  dataDir: { flag: '--data-dir', variable: 'ANNALS_DATA_DIR' },
  log: { flag: '--log', variable: 'ANNALS_LOG' },
  url: { flag: '--url', variable: 'ANNALS_URL' },
  token: { flag: '--token', variable: 'ANNALS_TOKEN' },
  tenant: { flag: '--tenant', variable: 'ANNALS_TENANT' },
  host: { flag: '--host', variable: 'ANNALS_HOST' },
  port: { flag: '--port', variable: 'ANNALS_PORT' },
  eventstoredbPort: { flag: '--eventstoredb-port', variable: 'ANNALS_EVENTSTOREDB_PORT' },
  eventstoredbGuard: { flag: '--eventstoredb-guard', variable: 'ANNALS_EVENTSTOREDB_GUARD' },
  projections: { flag: '--projections', variable: 'ANNALS_PROJECTIONS' },
  allowedHosts: { flag: '--allowed-host', variable: 'ANNALS_ALLOWED_HOSTS' },
  logLevel: { flag: '--log-level', variable: 'ANNALS_LOG_LEVEL' },
  indexMemory: { flag: '--index-memory', variable: 'ANNALS_INDEX_MEMORY' },
  redactionKey: { variable: 'ANNALS_REDACTION_KEY' },
  subjects: {},
}

const defaults: SettingValues = {
  dataDir: './annals-data',
  log: undefined,
  url: undefined,
  token: undefined,
  tenant: 'default',
  host: '127.0.0.1',
  port: 7272,
  eventstoredbPort: undefined,
  eventstoredbGuard: 'on',
  projections: undefined,
  allowedHosts: [],
  logLevel: 'info',
  indexMemory: 400,
  redactionKey: undefined,
  subjects: {},
}

export interface ConfigSources {
  readonly flags: SettingFlags
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The configuration file's JSON, where there is one, and its name. */
  readonly file?: { readonly name: string; readonly value: unknown }
}

interface Given {
  readonly value: unknown
  readonly source: SettingSource
  readonly from: string
  /** How an issue names it. */
  readonly field: string
}

/**
 * Every option with its value and where it comes from: the flag wins over the environment (an empty variable counts as unset), that over the file, that over
 * the default. Left: everything that is wrong, by flag, variable or pointer into the file. Values that are overruled are checked too.
 */
export const resolveConfig = (sources: ConfigSources): Either<readonly FieldIssue[], Settings> => {
  const issues: FieldIssue[] = [...fileIssues(sources.file)]
  const settings: Partial<Record<SettingName, Setting<unknown>>> = {}
  for (const name of settingNames) {
    let chosen: Setting<unknown> = { value: defaults[name], source: 'default' }
    // From the weakest to the strongest.
    for (const { value, source, from, field } of givenValues(name, sources)) {
      const checked: Checked = checks[name](value, field)
      if (checked._tag === 'Left') issues.push(...checked.left)
      else chosen = { value: checked.right, source, from }
    }
    settings[name] = chosen
  }
  return issues.length > 0 ? left(issues) : right(settings as Settings)
}

const givenValues = (name: SettingName, { flags, environment, file }: ConfigSources): readonly Given[] => {
  const { flag, variable } = names[name]
  const given: Given[] = []
  const inFile = file === undefined ? undefined : own(file.value, name)
  if (file !== undefined && inFile !== undefined)
    given.push({ value: inFile, source: 'file', from: file.name, field: `${file.name} /${name}` })
  const inEnvironment = variable === undefined ? undefined : environment[variable]
  if (variable !== undefined && inEnvironment !== undefined && inEnvironment !== '')
    given.push({ value: fromText(name, inEnvironment), source: 'environment', from: variable, field: variable })
  const typed = flags[name as keyof SettingFlags]
  if (flag !== undefined && typed !== undefined)
    given.push({
      value: typeof typed === 'string' ? fromText(name, typed) : typed,
      source: 'flag',
      from: flag,
      field: flag,
    })
  return given
}

/** A value as a file would have it. */
const fromText = (name: SettingName, text: string): unknown => {
  if (name === 'port' || name === 'eventstoredbPort' || name === 'indexMemory')
    return /^\d{1,5}$/.test(text) ? Number(text) : text
  return name === 'allowedHosts' ? splitHosts(text) : text
}

const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

const known: ReadonlySet<string> = new Set(settingNames)

const fileIssues = (file: ConfigSources['file']): readonly FieldIssue[] => {
  if (file === undefined) return []
  const { name, value } = file
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ field: name, message: 'must be a JSON object' }]
  return Object.keys(value)
    .filter((key) => !known.has(key))
    .map((key) => ({
      field: `${name} /${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      message: `is not known; there are ${settingNames.join(', ')}`,
    }))
}
