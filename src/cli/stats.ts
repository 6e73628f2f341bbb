import { Command, Option } from 'commander'
import { limits } from '../domain/limits.js'
import type { StatsAnswer, StatsField, StatsItem } from '../ports/read-models.js'
import { statsFields, statsIntervals } from '../ports/read-models.js'
import { parseChoice, parseInteger } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withSource } from './common-options.js'
import type { Environment } from './environment.js'
import { withBars } from './bars.js'
import { badInput } from './failure.js'
import { readFilters, withFilters } from './filter-options.js'
import { printJson } from './print.js'
import { showCount, showParty, showTime } from './show-values.js'
import { noteLag, withReading } from './source.js'
import type { Column } from './table.js'
import { formatTable } from './table.js'

export const statsCommand: CommandFactory = (environment) =>
  withSource(withFilters(new Command('stats')))
    .description('how often: counts by up to two fields, and over time')
    .addOption(new Option('--group-by <fields>', `one or two of ${statsFields.join(', ')}, comma-separated`))
    .addOption(new Option('--interval <interval>', `count over time by ${statsIntervals.join(', ')}`))
    .addOption(new Option('--time-zone <zone>', 'IANA name of the zone that intervals begin in (default: UTC)'))
    .addOption(new Option('--limit <n>', `at most so many groups (default: ${limits.maxPageSize})`))
    .addHelpText('after', example('annals stats --group-by verb,channel --interval day --time-zone Europe/Berlin'))
    .action(async (options: TypedOptions) => {
      const interval = textOption(options, 'interval')
      const query = {
        ...readFilters(options),
        groupBy: readGroupBy(textOption(options, 'groupBy')),
        timeZone: readTimeZone(textOption(options, 'timeZone') ?? 'UTC'),
        limit: parseInteger(
          textOption(options, 'limit') ?? String(limits.maxPageSize),
          '--limit',
          1,
          limits.maxPageSize,
        ),
        ...(interval === undefined ? {} : { interval: parseChoice(interval, '--interval', statsIntervals) }),
      }
      const settings = await environment.settings(settingFlags(options))
      const answer = await withReading(environment, settings, async (reading) => {
        await noteLag(environment, reading)
        return reading.stats(query)
      })
      if (options['json'] === true) await printJson(environment.stdout, answer)
      else await printStats(environment, answer, query.groupBy, interval !== undefined)
    })

const readGroupBy = (text: string | undefined): readonly StatsField[] => {
  if (text === undefined) return []
  const fields = text.split(',').map((field) => parseChoice(field.trim(), '--group-by', statsFields))
  if (fields.length > 2 || new Set(fields).size < fields.length)
    return badInput('--group-by', 'takes one or two different fields')
  return fields
}

const readTimeZone = (zone: string): string => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    return badInput('--time-zone', `is no IANA time zone: ${JSON.stringify(zone)}`)
  }
}

const printStats = async (
  { stdout, stderr }: Pick<Environment, 'stdout' | 'stderr'>,
  { items, total, truncated }: StatsAnswer,
  groupBy: readonly StatsField[],
  overTime: boolean,
): Promise<void> => {
  const from: Column<StatsItem> = {
    title: 'from',
    value: (item) => (item.from === undefined ? '' : showTime(item.from)),
    minWidth: 20,
  }
  const columns: readonly Column<StatsItem>[] = [
    ...(overTime ? [from] : []),
    ...groupBy.map((field) => ({ title: field, value: (item: StatsItem) => showGroup(item, field) })),
    { title: 'count', value: (item) => showCount(item.count), align: 'right' },
  ]
  if (items.length > 0 && columns.length > 1) {
    const rows = stdout.isTty && overTime ? withGaps(items) : items
    await stdout.write(formatTable(stdout.isTty ? withBars(columns, rows, stdout) : columns, rows, stdout))
  }
  await stdout.write(`total ${showCount(total)}\n`)
  if (truncated === true) await stderr.write('there are more groups than these: narrow the filter, or raise --limit\n')
}

/** With a row that counts nothing where no event was, however long: a chart over time must not hide it. */
const withGaps = (items: readonly StatsItem[]): readonly StatsItem[] =>
  items.flatMap((item, index) => {
    const { to } = items[index - 1] ?? {}
    const isGap = to !== undefined && item.from !== undefined && Date.parse(to) < Date.parse(item.from)
    return isGap ? [{ from: to, count: 0 }, item] : [item]
  })

const showGroup = (item: StatsItem, field: StatsField): string => {
  if (item.count === 0) return ''
  if (field === 'actor') return item.actor === undefined ? '' : showParty(item.actor)
  return item[field] ?? '(none)'
}
