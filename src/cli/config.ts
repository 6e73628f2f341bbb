import { Command, Option } from 'commander'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, withJson, withServer, withTenant } from './common-options.js'
import type { Setting, SettingName, SettingValues } from './environment.js'
import { settingNames } from './environment.js'
import { printJson } from './print.js'
import type { Column } from './table.js'
import { formatTable } from './table.js'

interface Line {
  readonly option: SettingName
  /** A secret's is only said to be there. */
  readonly value: unknown
  readonly source: Setting<unknown>['source']
  readonly from?: string
}

export const configCommand: CommandFactory = (environment) =>
  withJson(withTenant(withServer(new Command('config'))))
    .description('every option with its value and where it comes from: flag, environment, file or default')
    .addOption(new Option('--url <url>', 'as for the other commands (ANNALS_URL)'))
    .addOption(new Option('--token <token>', 'as for the other commands (ANNALS_TOKEN)'))
    .addHelpText('after', example('annals config', 'ANNALS_PORT=8080 annals config --config ./staging.json --json'))
    .action(async (options: TypedOptions) => {
      const settings = await environment.settings(settingFlags(options))
      const lines = settingNames.map((name) => lineOf(name, settings[name]))
      if (options['json'] === true) await printJson(environment.stdout, { options: lines })
      else await environment.stdout.write(formatTable(columns, lines, environment.stdout))
    })

const secrets: ReadonlySet<SettingName> = new Set(['log', 'token', 'redactionKey'])

const lineOf = (option: SettingName, { value, source, from }: Setting<SettingValues[SettingName]>): Line => ({
  option,
  value: value === undefined ? null : secrets.has(option) ? '********' : value,
  source,
  ...(from === undefined ? {} : { from }),
})

const columns: readonly Column<Line>[] = [
  { title: 'option', value: ({ option }) => option, minWidth: 12 },
  { title: 'value', value: ({ value }) => showValue(value) },
  { title: 'source', value: ({ source, from }) => (from === undefined ? source : `${source} (${from})`) },
]

const showValue = (value: unknown): string => {
  if (value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
