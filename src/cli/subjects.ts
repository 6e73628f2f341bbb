import { Command, Option } from 'commander'
import type { SubjectRow } from '../ports/read-models.js'
import { parseType } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withSource } from './common-options.js'
import { badInput } from './failure.js'
import { readLimit, withLimit } from './list-options.js'
import { printList } from './print.js'
import { showParty, showSubject, showTime } from './show-values.js'
import { noteLag, withReading } from './source.js'
import type { Column } from './table.js'

export const subjectsCommand: CommandFactory = (environment) =>
  withSource(withLimit(new Command('subjects')))
    .description('what subjects there are')
    .addOption(new Option('--type <type>', 'of this type only'))
    .addOption(new Option('--deleted', 'only those that are deleted'))
    .addOption(new Option('--not-deleted', 'only those that are not'))
    .addHelpText('after', example('annals subjects --type post --not-deleted'))
    .action(async (options: TypedOptions) => {
      const type = textOption(options, 'type')
      const query = {
        ...(type === undefined ? {} : { type: parseType(type, '--type') }),
        ...readDeleted(options),
        limit: readLimit(options),
      }
      const settings = await environment.settings(settingFlags(options))
      await withReading(environment, settings, async (reading) => {
        await noteLag(environment, reading)
        await printList(environment, {
          items: reading.subjects(query),
          columns,
          json: options['json'] === true,
          empty: 'there are no such subjects',
        })
      })
    })

const readDeleted = (options: TypedOptions): { readonly deleted?: boolean } => {
  if (options['deleted'] === true)
    return options['notDeleted'] === true
      ? badInput('--deleted', 'cannot be combined with --not-deleted')
      : { deleted: true }
  return options['notDeleted'] === true ? { deleted: false } : {}
}

const columns: readonly Column<SubjectRow>[] = [
  { title: 'subject', value: (row) => showSubject(row.subject), minWidth: 12 },
  { title: 'version', value: (row) => String(row.version), align: 'right' },
  { title: 'state', value: (row) => (row.deleted ? 'deleted' : 'live') },
  { title: 'first change', value: (row) => showTime(row.firstChangeAt), minWidth: 20 },
  { title: 'last change', value: (row) => showTime(row.lastChangeAt), minWidth: 20 },
  { title: 'last actor', value: (row) => showParty(row.lastActor) },
  { title: 'last verb', value: (row) => row.lastVerb },
]
