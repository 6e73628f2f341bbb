import { Command } from 'commander'
import type { ProjectionStatus } from '../ports/read-models.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, withSource } from './common-options.js'
import type { FolderStatus, ServerStatus } from './environment.js'
import { printJson } from './print.js'
import { safeText } from './safe-text.js'
import { showBytes, showCount, showTime } from './show-values.js'
import { folderPlace, placeOf, withReading } from './source.js'
import type { Column } from './table.js'
import { formatTable } from './table.js'

export const statusCommand: CommandFactory = (environment) =>
  withSource(new Command('status'))
    .description('the size of the log, how far the projections have read it, and who owns the folder')
    .addHelpText('after', example('annals status', 'annals status --url http://127.0.0.1:7272 --json'))
    .action(async (options: TypedOptions) => {
      const { stdout } = environment
      const settings = await environment.settings(settingFlags(options))
      const place = placeOf(settings)
      const projections = await withReading(environment, settings, (reading) => reading.projections())
      const folder = place._tag === 'Folder' ? await environment.folderStatus(folderPlace(settings)) : undefined
      const where = place._tag === 'Folder' ? { dataDir: place.dataDir } : { url: place.url }
      if (options['json'] === true) return printJson(stdout, { ...where, ...folder, projections })
      await stdout.write(
        `${place._tag === 'Folder' ? `folder  ${safeText(place.dataDir)}` : `server  ${safeText(place.url)}`}\n`,
      )
      if (folder !== undefined) await stdout.write(showFolder(folder))
      await stdout.write(`\n${formatTable(columns, projections, stdout)}`)
      for (const skipped of new Set(projections.map(showSkipped))) if (skipped !== '') await stdout.write(skipped)
    })

const showFolder = ({ logId, logBytes, events, owner, server }: FolderStatus): string =>
  `log     ${logId}: ${showCount(events)} events${logBytes === undefined ? '' : `, ${showBytes(logBytes)}`}\n` +
  (server === undefined ? '' : `on      ${safeText(showServer(server))}\n`) +
  `owner   ${owner === undefined ? 'none' : safeText(showOwner(owner))}\n`

const showServer = ({ hosts, node, version, state, position, lag, error }: ServerStatus): string => {
  const parts = [
    `EventStoreDB ${version ?? 'of unknown version'} at ${node ?? hosts}`,
    state,
    position === undefined ? undefined : `position ${position}`,
    lag === undefined ? undefined : `lag ${showCount(lag)}`,
    error === undefined ? undefined : `it cannot be read: ${error}`,
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}

const showOwner = ({ pid, startedAt, command, url }: NonNullable<FolderStatus['owner']>): string =>
  `process ${pid} (annals ${command}) since ${showTime(startedAt)}${url === undefined ? '' : `, ${url}`}`

const columns: readonly Column<ProjectionStatus>[] = [
  { title: 'projection', value: ({ name }) => name },
  { title: 'state', value: (status) => showState(status), minWidth: 10 },
  { title: 'position', value: ({ position }) => position, align: 'right' },
  { title: 'lag', value: ({ lag }) => showCount(lag), align: 'right' },
  { title: 'undecodable', value: ({ undecodable }) => showCount(undecodable), align: 'right' },
]

/** Most projections leave out the same events. */
const showSkipped = ({ lastUndecodable }: ProjectionStatus): string =>
  lastUndecodable === undefined
    ? ''
    : `\nlast undecodable event: position ${lastUndecodable.position} in ${safeText(lastUndecodable.stream)}: ${safeText(lastUndecodable.reason)}\n`

const showState = ({ state, error, rebuild }: ProjectionStatus): string => {
  if (error !== undefined) return `${state}: ${error}`
  return rebuild === undefined ? state : `${state} ${Math.floor(rebuild.fraction * 100)} %`
}
