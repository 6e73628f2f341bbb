import type { Either } from 'fp-ts/lib/Either.js'
import type { CopyFailure } from '../application/copy-log/copy-failure.js'
import type { CopyOptions, CopyReport } from '../application/copy-log/copy-report.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import type { Operations } from '../application/operations.js'
import type { Party } from '../domain/event.js'
import type { Permission } from '../ports/authorize.js'
import type { Clock } from '../ports/clock.js'
import type { Hash } from '../ports/hash.js'
import type { IdSource } from '../ports/id-source.js'

/** All that a command may touch: it is given the world, and reads neither `process` nor files by itself. */
export interface Environment {
  readonly version: string
  readonly stdout: Output
  readonly stderr: Output
  readonly clock: Clock
  readonly ids: IdSource
  readonly hash: Pick<Hash, 'sha256'>
  readonly fetch: typeof fetch
  /** Every option with its value and where it came from. Rejects with a CommandFailure where one is wrong. */
  readonly settings: (flags: SettingFlags) => Promise<Settings>
  /** Takes ownership of a data folder; it is made where there is none. Rejects with a CommandFailure when another process owns it. */
  readonly openFolder: (options: FolderOptions) => Promise<OwnedFolder>
  /** Opens a folder for reading, beside its owner. */
  readonly openFolderReadOnly: (options: FolderOptions) => Promise<FolderReader>
  readonly folderStatus: (place: FolderPlace) => Promise<FolderStatus>
  readonly backup: (options: FolderPlace & { readonly file: string }) => Promise<BackupReport>
  readonly check: (options: CheckOptions) => Promise<CheckReport>
  /** Copies a log into another, or compares the two. Rejects with a CommandFailure where one of the places cannot be what it was given as. */
  readonly copy: (options: CopyLogsOptions) => Promise<Either<CopyFailure, CopyReport>>
  readonly tokens: (dataDir: string) => Tokens
  readonly serve: (options: ServeOptions) => Promise<RunningServer>
  /** A file's bytes as they are, or standard input for `-`. Rejects with a CommandFailure where there is no such file. */
  readonly openInput: (path: string) => Promise<InputFile>
  /** A file that takes its name once it is whole; with `resume`, behind what an earlier one left. Rejects with a CommandFailure where it cannot be made. */
  readonly openOutput: (path: string, resume: boolean) => Promise<OutputFile>
  /** From the first call on, SIGINT and SIGTERM abort this signal instead of ending the process; a second SIGINT ends it at once. */
  readonly interrupted: () => AbortSignal
}

export interface Output {
  readonly isTty: boolean
  /** Width of the terminal in columns, where it is one. */
  readonly columns: number | undefined
  readonly color: boolean
  /** Resolves when more can be taken; rejects with OutputClosed once nobody reads any more. */
  readonly write: (text: string) => Promise<void>
}

export const settingNames = [
  'dataDir',
  'log',
  'url',
  'token',
  'tenant',
  'host',
  'port',
  'eventstoredbPort',
  'eventstoredbGuard',
  'projections',
  'allowedHosts',
  'logLevel',
  'indexMemory',
  'redactionKey',
  'subjects',
] as const
export type SettingName = (typeof settingNames)[number]
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** What was typed, by setting; `config` is the file to read instead of `annals.config.json`. */
export type SettingFlags = Readonly<
  Partial<Record<Exclude<SettingName, 'subjects' | 'redactionKey' | 'allowedHosts'> | 'config', string>>
> & {
  readonly allowedHosts?: readonly string[]
}

export type SettingSource = 'flag' | 'environment' | 'file' | 'default'
export interface Setting<Value> {
  readonly value: Value
  readonly source: SettingSource
  /** The flag, the variable or the file. */
  readonly from?: string
}

export interface SettingValues {
  readonly dataDir: string
  /** Where the log is, if not in the data folder: a connection string of EventStoreDB. */
  readonly log: string | undefined
  readonly url: string | undefined
  readonly token: string | undefined
  readonly tenant: string
  readonly host: string
  readonly port: number
  /** Where clients of EventStoreDB are served, if they are. */
  readonly eventstoredbPort: number | undefined
  readonly eventstoredbGuard: 'on' | 'off'
  /** A folder with projections of one's own. */
  readonly projections: string | undefined
  /** Host names taken besides the loopback ones. */
  readonly allowedHosts: readonly string[]
  readonly logLevel: LogLevel
  /** MiB of the feed index that queries keep in memory. */
  readonly indexMemory: number
  /** 64 hex digits; by default the key in the data folder. */
  readonly redactionKey: string | undefined
  readonly subjects: SubjectRulesByType
}
export type Settings = { readonly [Name in SettingName]: Setting<SettingValues[Name]> }

/** A data folder, and where its log is. */
export interface FolderPlace {
  readonly dataDir: string
  readonly log: string | undefined
  /** Where that was said: how a refusal names it. */
  readonly logField: string
}

export interface FolderOptions extends FolderPlace {
  readonly subjects: SubjectRulesByType
  readonly redactionKey: string | undefined
  readonly indexMemory: number
  readonly projections: string | undefined
  /** Named in the folder's owner file, e.g. `import`. */
  readonly command: string
}

export interface OwnedFolder {
  readonly operations: Operations
  readonly close: () => Promise<void>
}

export type ReadOperations = Pick<
  Operations,
  | 'captureRules'
  | 'eventById'
  | 'stateAt'
  | 'history'
  | 'diff'
  | 'activity'
  | 'stats'
  | 'facets'
  | 'subjects'
  | 'transaction'
  | 'projections'
  | 'live'
  | 'exportActivity'
  | 'logId'
>
export interface FolderReader {
  readonly operations: ReadOperations
  readonly close: () => Promise<void>
}

export interface FolderStatus {
  readonly logId: string
  /** Size of the log's files, where they are in the folder. */
  readonly logBytes?: number
  /** Recorded events, those that are not Annals' own and metadata included. */
  readonly events: number
  /** The position of the last event, -1 when there is none. */
  readonly position: number
  readonly owner?: FolderOwner
  /** The server that holds the log, where that is not in the folder. */
  readonly server?: ServerStatus
}

/** An EventStoreDB as it answers now. */
export interface ServerStatus {
  /** `host:port`, those of the connection string. */
  readonly hosts: string
  /** The one that was found among them. */
  readonly node?: string
  readonly version?: string
  /** `leader`, `follower` … as the node says itself. */
  readonly state?: string
  /** Of the last event there; -1 when there is none. */
  readonly position?: number
  /** How many bytes of log the data folder has not read yet. */
  readonly lag?: number
  /** Why it does not answer. */
  readonly error?: string
}

export interface FolderOwner {
  readonly pid: number
  readonly startedAt: string
  readonly command: string
  readonly url?: string
}

export interface BackupReport {
  readonly events: number
  /** Of the last event in it; -1 when it has none. */
  readonly position: number
  readonly bytes: number
}

export interface CheckOptions extends FolderPlace {
  /** A folder with projections of one's own. */
  readonly projections: string | undefined
  readonly onBreach: (breach: Breach) => void
  readonly onProgress: (progress: CheckProgress) => void
}

export interface Breach {
  readonly kind: string
  readonly detail: string
  readonly stream?: string
  readonly revision?: number
  readonly position?: number
}

export interface CheckProgress {
  readonly step: string
  readonly fraction: number
}

export interface CheckReport {
  readonly events: number
  readonly streams: number
  readonly breaches: number
}

export interface CopyLogsOptions extends CopyOptions {
  /** Each a data folder, a connection string of EventStoreDB, or `env:NAME` for a variable with one of these. */
  readonly from: string
  readonly to: string
  /** The data folder that Annals has with the EventStoreDB among them. */
  readonly dataDir: string | undefined
  /** Compare only. */
  readonly verifyOnly: boolean
}

export interface TokenRequest {
  readonly name: string
  readonly tenant: string
  readonly can: readonly Permission[]
  readonly actor?: Party
  /** ms since the epoch. */
  readonly expiresAt?: number
}

/** A token as it is kept: never the token itself. */
export interface TokenEntry {
  readonly id: string
  readonly name: string
  readonly tenant: string
  readonly can: readonly Permission[]
  readonly actor?: Party
  readonly createdAt: string
  readonly expiresAt?: string
}

export interface Tokens {
  /** The only time that the token itself can be seen. */
  readonly create: (request: TokenRequest) => Promise<{ readonly token: string; readonly entry: TokenEntry }>
  readonly list: () => Promise<readonly TokenEntry[]>
  /** By id, or by name; answers what was revoked (none where nothing matched). */
  readonly revoke: (idOrName: string) => Promise<readonly TokenEntry[]>
}

export interface ServeOptions extends FolderOptions {
  readonly host: string
  readonly port: number
  readonly allowedHosts: readonly string[]
  readonly logLevel: LogLevel
  readonly eventStoreDb: { readonly port: number; readonly guard: 'on' | 'off' } | undefined
}

export interface RunningServer {
  readonly url: string
  /** For clients of EventStoreDB, where they are served. */
  readonly connectionString?: string
  /** Stops accepting, finishes what it acknowledged, closes the files. */
  readonly close: () => Promise<void>
}

export interface OutputFile {
  /** The name it has until then. */
  readonly part: string
  /** The last whole line that an earlier one left; what was behind it is cut off. */
  readonly lastLine: string | undefined
  readonly write: (text: string) => Promise<void>
  readonly commit: () => Promise<void>
  /** Leaves what there is under the name it has. */
  readonly close: () => Promise<void>
}

export interface InputFile {
  readonly chunks: AsyncIterable<Buffer>
  /** Of the file as it lies on disk; undefined for a pipe. */
  readonly sizeBytes: number | undefined
}
