import type { Command } from 'commander'
import { Option } from 'commander'
import type { SettingFlags } from './environment.js'

/** What commander hands an action: the options that were typed, by name. */
export type TypedOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** Collects a repeatable option's values. */
export const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
]

export const repeatable = (flags: string, description: string): Option =>
  new Option(flags, `${description} (repeatable)`).argParser(collect)

const configFlag = (): Option =>
  new Option('--config <file>', 'the configuration file (default: annals.config.json, where there is one)')
const dataDirFlag = (): Option =>
  new Option('--data-dir <dir>', 'the data folder (default: ./annals-data; ANNALS_DATA_DIR)')
const logFlag = (): Option =>
  new Option(
    '--log <esdb://…>',
    'where the log is, if not in the data folder: a connection string of EventStoreDB (better: ANNALS_LOG, which other users of the machine cannot see)',
  )
const tenantFlag = (): Option => new Option('--tenant <tenant>', 'whose data (default: default; ANNALS_TENANT)')
const projectionsFlag = (): Option =>
  new Option('--projections <dir>', 'a folder with projections of your own (ANNALS_PROJECTIONS)')
const jsonFlag = (): Option => new Option('--json', 'print JSON for programs')

/** A command that works on a data folder alone. */
export const withFolder = (command: Command): Command =>
  command.addOption(dataDirFlag()).addOption(logFlag()).addOption(configFlag())

/** A command that works on a data folder, or on a server with `--url`. */
export const withSource = (command: Command): Command => withPlace(command).addOption(jsonFlag())

/** The same, for a command that has formats of its own. */
export const withPlace = (command: Command): Command =>
  withFolder(command)
    .addOption(new Option('--url <url>', 'a server instead of a folder, e.g. http://127.0.0.1:7272 (ANNALS_URL)'))
    .addOption(
      new Option(
        '--token <token>',
        'the bearer token for --url (better: ANNALS_TOKEN, which other users of the machine cannot see)',
      ),
    )
    .addOption(tenantFlag())

export const withProjections = (command: Command): Command => command.addOption(projectionsFlag())
export const withTenant = (command: Command): Command => command.addOption(tenantFlag())
export const withJson = (command: Command): Command => command.addOption(jsonFlag())

/** The options of `serve`. */
export const withServer = (command: Command): Command =>
  withFolder(command)
    .addOption(
      new Option(
        '--host <host>',
        'the address to listen on; beyond loopback only once there is a token (default: 127.0.0.1; ANNALS_HOST)',
      ),
    )
    .addOption(new Option('--port <port>', 'the port to listen on; 0 takes any free one (default: 7272; ANNALS_PORT)'))
    .addOption(
      new Option(
        '--eventstoredb-port <port>',
        "serve the log to EventStoreDB's clients too, on this port of 127.0.0.1; 0 takes any free one (ANNALS_EVENTSTOREDB_PORT)",
      ),
    )
    .addOption(
      new Option(
        '--eventstoredb-guard <on|off>',
        "off lets EventStoreDB's clients write anything to any stream (default: on; ANNALS_EVENTSTOREDB_GUARD)",
      ),
    )
    .addOption(projectionsFlag())
    .addOption(
      repeatable(
        '--allowed-host <host>',
        'a Host header to take besides the loopback names (ANNALS_ALLOWED_HOSTS, comma-separated)',
      ),
    )
    .addOption(
      new Option(
        '--log-level <level>',
        'fatal, error, warn, info, debug, trace or silent (default: info; ANNALS_LOG_LEVEL)',
      ),
    )
    .addOption(
      new Option(
        '--index-memory <MiB>',
        'how much of the feed index queries keep in memory (default: 400; ANNALS_INDEX_MEMORY)',
      ),
    )

/** The settings among a command's options, as they were typed. */
export const settingFlags = (options: TypedOptions): SettingFlags => ({
  ...text(options, 'config'),
  ...text(options, 'dataDir'),
  ...text(options, 'log'),
  ...text(options, 'url'),
  ...text(options, 'token'),
  ...text(options, 'tenant'),
  ...text(options, 'host'),
  ...text(options, 'port'),
  ...text(options, 'eventstoredbPort'),
  ...text(options, 'eventstoredbGuard'),
  ...text(options, 'projections'),
  ...text(options, 'logLevel'),
  ...text(options, 'indexMemory'),
  ...(Array.isArray(options['allowedHost']) ? { allowedHosts: options['allowedHost'] as readonly string[] } : {}),
})

const text = <Name extends string>(options: TypedOptions, name: Name): Partial<Record<Name, string>> => {
  const value = options[name]
  return typeof value === 'string' ? ({ [name]: value } as Partial<Record<Name, string>>) : {}
}

/** An option's text, where it was typed. */
export const textOption = (options: TypedOptions, name: string): string | undefined => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

export const listOption = (options: TypedOptions, name: string): readonly string[] => {
  const value = options[name]
  return Array.isArray(value) ? (value as readonly string[]) : []
}
