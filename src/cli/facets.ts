import { Command, Option } from 'commander'
import type { FacetValue } from '../ports/read-models.js'
import { filterFields } from '../ports/read-models.js'
import { parseChoice } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withSource } from './common-options.js'
import { readFilters, withFilters } from './filter-options.js'
import { readLimit, withLimit } from './list-options.js'
import { printList } from './print.js'
import { showCount } from './show-values.js'
import { noteLag, withReading } from './source.js'
import type { Column } from './table.js'

export const facetsCommand: CommandFactory = (environment) =>
  withSource(withLimit(withFilters(new Command('facets'))))
    .description('which values a field has, and how often')
    .argument('<field>', `one of ${filterFields.join(', ')}`)
    .addOption(new Option('--prefix <text>', 'only values that begin with it'))
    .addHelpText('after', example('annals facets verb --channel billing --prefix invoice.'))
    .action(async (name: string, options: TypedOptions) => {
      const query = {
        ...readFilters(options),
        field: parseChoice(name, 'field', filterFields),
        prefix: textOption(options, 'prefix') ?? '',
        limit: readLimit(options),
      }
      const settings = await environment.settings(settingFlags(options))
      await withReading(environment, settings, async (reading) => {
        await noteLag(environment, reading)
        await printList(environment, {
          items: reading.facets(query),
          columns,
          json: options['json'] === true,
          empty: 'there are no such values',
        })
      })
    })

const columns: readonly Column<FacetValue>[] = [
  { title: 'value', value: ({ value }) => value, minWidth: 12 },
  { title: 'count', value: ({ count }) => showCount(count), align: 'right' },
]
