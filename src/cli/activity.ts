import { Command, Option } from 'commander'
import { parseChoice } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withSource } from './common-options.js'
import { activityColumns } from './event-table.js'
import { readFilters, withFilters } from './filter-options.js'
import { readLimit, withLimit } from './list-options.js'
import { printList } from './print.js'
import { noteLag, withReading } from './source.js'

export const activityCommand: CommandFactory = (environment) =>
  withSource(withLimit(withFilters(new Command('activity'))))
    .description('the feed: what happened, by any combination of filters, newest first')
    .addOption(new Option('--order <order>', 'asc or desc (default: desc)'))
    .addOption(new Option('--sort <field>', 'occurredAt, or position for the order of the log (default: occurredAt)'))
    .addHelpText(
      'after',
      example(
        "annals activity --actor user/u-7 --verb 'post.*' --not-verb post.viewed --since 2026-11-24T00:00:00Z",
        'annals activity --all --json | jq .verb',
      ),
    )
    .action(async (options: TypedOptions) => {
      const query = {
        ...readFilters(options),
        order: parseChoice(textOption(options, 'order') ?? 'desc', '--order', ['asc', 'desc']),
        sort: parseChoice(textOption(options, 'sort') ?? 'occurredAt', '--sort', ['occurredAt', 'position']),
        limit: readLimit(options),
      }
      const settings = await environment.settings(settingFlags(options))
      await withReading(environment, settings, async (reading) => {
        await noteLag(environment, reading)
        await printList(environment, {
          items: reading.activity(query),
          columns: activityColumns,
          json: options['json'] === true,
          empty: 'nothing happened that meets these filters',
        })
      })
    })
