import { Command, Option } from 'commander'
import { parseChoice, parseSubject } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withSource } from './common-options.js'
import { historyColumns } from './event-table.js'
import { readLimit, withLimit } from './list-options.js'
import { printList } from './print.js'
import { withReading } from './source.js'

export const historyCommand: CommandFactory = (environment) =>
  withSource(withLimit(new Command('history')))
    .description("a subject's changes, oldest first")
    .argument('<subject>', 'type/id, e.g. post/42')
    .addOption(new Option('--include-activities', 'with the activities about it (calls, exports, views)'))
    .addOption(new Option('--order <order>', 'asc or desc (default: asc)'))
    .addHelpText(
      'after',
      example('annals history post/42 --order desc', 'annals history post/42 --include-activities --all --json'),
    )
    .action(async (subjectText: string, options: TypedOptions) => {
      const subject = parseSubject(subjectText)
      const query = {
        include: options['includeActivities'] === true ? ('all' as const) : ('changes' as const),
        order: parseChoice(textOption(options, 'order') ?? 'asc', '--order', ['asc', 'desc']),
        limit: readLimit(options),
      }
      const settings = await environment.settings(settingFlags(options))
      await withReading(environment, settings, (reading) =>
        printList(environment, {
          items: reading.history(subject, query),
          columns: historyColumns,
          json: options['json'] === true,
          empty: `nothing was recorded about ${subjectText}`,
        }),
      )
    })
