import { Command, Option } from 'commander'
import { parseChoice } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withSource } from './common-options.js'
import type { Environment } from './environment.js'
import { badInput } from './failure.js'
import { followActivity } from './follow.js'
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
    .addOption(
      new Option('--follow', 'go on with what happens from now on, as it happens; --limit shows the last first'),
    )
    .addHelpText(
      'after',
      example(
        "annals activity --actor user/u-7 --verb 'post.*' --not-verb post.viewed --since 2026-11-24T00:00:00Z",
        'annals activity --all --json | jq .verb',
        "annals activity --follow --verb 'invoice.*' --limit 10",
      ),
    )
    .action(async (options: TypedOptions) => {
      if (options['follow'] === true) return follow(environment, options)
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

const follow = async (environment: Environment, options: TypedOptions): Promise<void> => {
  for (const other of ['order', 'sort', 'all'])
    if (options[other] !== undefined) badInput(`--${other}`, 'cannot be combined with --follow')
  const asked = {
    filter: readFilters(options),
    limit: textOption(options, 'limit') === undefined ? undefined : readLimit(options),
    json: options['json'] === true,
  }
  const settings = await environment.settings(settingFlags(options))
  await withReading(environment, settings, (reading) => followActivity(environment, reading, asked))
}
