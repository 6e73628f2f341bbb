import { Command, Option } from 'commander'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, withSource } from './common-options.js'
import { exitCodes } from './failure.js'
import type { ImportSummary } from './import/run-import.js'
import { runImport } from './import/run-import.js'
import { printJson } from './print.js'
import { showCount } from './show-values.js'
import { withWriting } from './source.js'

export const importCommand: CommandFactory = (environment, end) =>
  withSource(new Command('import'))
    .description('import state history: NDJSON, one state a line; running it again appends nothing twice')
    .argument('<file>', 'NDJSON, plain or gzip; - is standard input')
    .addOption(new Option('--strict', 'end at the first line that is rejected'))
    .addHelpText(
      'after',
      [
        '\nA line: {"occurredAt":"2026-11-23T03:14:00Z","transaction":"t-1","actor":"u-7","verb":"post.updated",',
        '         "channel":"web","subject":{"type":"post","id":"42"},"state":{"title":"New"}}',
        'A state of null deletes. Rejected lines are named on standard error and the exit code is then 1.',
        example('annals import history.ndjson.gz', 'zcat part-*.gz | annals import -'),
      ].join('\n'),
    )
    .action(async (path: string, options: TypedOptions) => {
      const settings = await environment.settings(settingFlags(options))
      const file = await environment.openInput(path)
      const signal = environment.interrupted()
      const strict = options['strict'] === true
      const summary = await withWriting(
        environment,
        settings,
        'import',
        (writing) => runImport(environment, { file, writing, rules: settings.subjects.value, strict, signal }),
        { attempts: Number.POSITIVE_INFINITY, signal },
      )
      if (options['json'] === true) await printJson(environment.stdout, summary)
      else await environment.stdout.write(`${showSummary(summary)}\n`)
      if (summary.stopped !== undefined)
        await environment.stderr.write(
          `annals: stopped: ${summary.stopped.reason}; running it again goes on from there\n`,
        )
      end(exitCodeOf(summary))
    })

const showSummary = ({
  lines,
  appended,
  duplicates,
  unchanged,
  notCaptured,
  rejected,
  seconds,
}: ImportSummary): string =>
  `${showCount(lines)} lines: ${showCount(appended)} appended, ${showCount(duplicates)} stored before, ${showCount(unchanged)} unchanged, ${notCaptured === 0 ? '' : `${showCount(notCaptured)} left out by the rules for capture, `}` +
  `${showCount(rejected)} rejected; ${seconds.toFixed(1)} s, ${showCount(Math.round(lines / Math.max(seconds, 0.001)))} lines/s`

const exitCodeOf = ({ rejected, stopped }: ImportSummary): number => {
  if (stopped?.interrupted === true) return exitCodes.interrupted
  return rejected > 0 || stopped !== undefined ? exitCodes.failed : exitCodes.ok
}
