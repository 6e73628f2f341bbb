import { Command } from 'commander'
import type { ProjectionStatus } from '../ports/read-models.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, withSource } from './common-options.js'
import type { Environment } from './environment.js'
import { CommandFailure, badInput, exitCodes } from './failure.js'
import { printNdjson } from './print.js'
import { showCount, showDuration } from './show-values.js'
import type { Writing } from './reading.js'
import { withWriting } from './source.js'
import { formatTable } from './table.js'

interface Rebuilt {
  readonly projection: string
  readonly rows: number
  /** Rows that were not what the live ones were. */
  readonly differences: number
  readonly durationMs: number
}

export const rebuildCommand: CommandFactory = (environment) =>
  withSource(new Command('rebuild'))
    .description('make projections anew from the log, beside the live rows, compare and switch')
    .argument('[projections...]', 'their names (default: all)')
    .addHelpText('after', example('annals rebuild', 'annals rebuild actors subjects'))
    .action(async (names: readonly string[], options: TypedOptions) => {
      const settings = await environment.settings(settingFlags(options))
      const rebuilt = await withWriting(environment, settings, 'rebuild', (writing) =>
        rebuildAll(environment, writing, names),
      )
      if (options['json'] === true) await printNdjson(environment.stdout, rebuilt)
      else await environment.stdout.write(formatTable(columns, rebuilt, environment.stdout))
    })

const columns = [
  { title: 'projection', value: (row: Rebuilt) => row.projection },
  { title: 'rows', value: (row: Rebuilt) => showCount(row.rows), align: 'right' as const },
  { title: 'differences', value: (row: Rebuilt) => showCount(row.differences), align: 'right' as const },
  { title: 'took', value: (row: Rebuilt) => showDuration(row.durationMs / 1000), align: 'right' as const },
]

/** One after another: each reads the whole log, and one at a time keeps the disk for itself. */
const rebuildAll = async (
  environment: Environment,
  writing: Writing,
  names: readonly string[],
): Promise<readonly Rebuilt[]> => {
  const known = (await writing.projections()).map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined)
    return badInput('projections', `there is no projection ${unknown}; there are ${known.join(', ')}`)
  const rebuilt: Rebuilt[] = []
  for (const name of names.length > 0 ? new Set(names) : known)
    rebuilt.push(await rebuildOne(environment, writing, name))
  return rebuilt
}

const pollEveryMs = 100

const rebuildOne = async ({ stderr }: Environment, writing: Writing, name: string): Promise<Rebuilt> => {
  const statusNow = async (): Promise<ProjectionStatus | undefined> =>
    (await writing.projections()).find((each) => each.name === name)
  const before = (await statusNow())?.lastRebuild?.finishedAt
  await writing.rebuild(name)
  for (;;) {
    const status = await statusNow()
    const last = status?.lastRebuild
    if (last !== undefined && last.finishedAt !== before && status?.rebuild === undefined) {
      if (stderr.isTty) await stderr.write('\r\u001b[K')
      return { projection: name, rows: last.rows, differences: last.differences, durationMs: last.durationMs }
    }
    // Given up, it leaves its reason behind; rows that were live before stay so.
    const ended = status?.rebuild === undefined && status?.error !== undefined
    if (status === undefined || status.state === 'failed' || ended)
      throw new CommandFailure(`the rebuild of ${name} failed: ${status?.error ?? 'it is gone'}`, exitCodes.failed)
    if (stderr.isTty && status.rebuild !== undefined)
      await stderr.write(`\r\u001b[K${name}: ${Math.floor(status.rebuild.fraction * 100)} %`)
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs))
  }
}
