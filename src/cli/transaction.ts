import { Command } from 'commander'
import type { StoredEvent } from '../domain/event.js'
import { checkId } from '../domain/names.js'
import type { TransactionRow } from '../ports/read-models.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, withSource } from './common-options.js'
import { transactionColumns } from './event-table.js'
import { badInput } from './failure.js'
import { readLimit, withLimit } from './list-options.js'
import { printList } from './print.js'
import { showCount, showMilliseconds, showTime } from './show-values.js'
import { noteLag, withReading } from './source.js'

export const transactionCommand: CommandFactory = (environment) =>
  withSource(withLimit(new Command('transaction')))
    .description('the story of one operation: its changes and calls in their order, with durations')
    .argument('<id>', "the transaction's id")
    .addHelpText(
      'after',
      example('annals transaction 0193c1f4-8f0e-7b1a-9d2c-0c5a1f2b3d4e --url http://127.0.0.1:7272'),
    )
    .action(async (id: string, options: TypedOptions) => {
      const wrong = checkId(id)
      if (wrong !== undefined) badInput('id', wrong)
      const limit = readLimit(options)
      const json = options['json'] === true
      const settings = await environment.settings(settingFlags(options))
      await withReading(environment, settings, async (reading) => {
        await noteLag(environment, reading)
        const { transaction, events } = await reading.transaction(id, limit)
        if (!json) await environment.stdout.write(`${heading(transaction)}\n`)
        await printList<StoredEvent>(environment, {
          items: events,
          columns: transactionColumns(transaction.startedAt),
          json,
          empty: 'nothing of it is kept',
        })
        if (!json && limit !== undefined && transaction.events > limit)
          await environment.stderr.write(`these are the first ${showCount(limit)}: see --all\n`)
      })
    })

const heading = ({ transactionId, startedAt, endedAt, events, failures }: TransactionRow): string => {
  const took = showMilliseconds(Date.parse(endedAt) - Date.parse(startedAt))
  const counted = `${showCount(events)} ${events === 1 ? 'event' : 'events'}`
  return `${transactionId}  from ${showTime(startedAt)}, ${took}: ${counted}, ${showCount(failures)} failed`
}
