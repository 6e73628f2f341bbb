import { Command, InvalidArgumentError, Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import type { CopyFailure } from '../application/copy-log/copy-failure.js'
import { isWhole } from '../application/copy-log/copy-report.js'
import type { CopyReport, Notice } from '../application/copy-log/copy-report.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { textOption, withJson } from './common-options.js'
import { copyProgress } from './copy-progress.js'
import { CommandFailure, exitCodes } from './failure.js'
import { printJson } from './print.js'
import { safeText } from './safe-text.js'
import { showCount } from './show-values.js'

const parallelMax = 64

export const copyCommand: CommandFactory = (environment, end) =>
  withJson(new Command('copy'))
    .description('copy a log into another, embedded or EventStoreDB, and compare the two; running it again goes on')
    .requiredOption('--from <log>', 'a data folder, a connection string of EventStoreDB, or env:NAME for a variable')
    .requiredOption('--to <log>', 'the same; it is empty, or a copy of the same log that was begun before')
    .option('--data-dir <dir>', 'the data folder that Annals has, or will have, with the log on EventStoreDB')
    .option('--verify', 'compare the two only, writing nothing')
    .addOption(
      new Option(
        '--parallel <count>',
        'appends under way at once to an EventStoreDB; more than 1 keeps the order within each stream, not that of the whole log',
      )
        .argParser(parallelOf)
        .default(1),
    )
    .addHelpText(
      'after',
      example(
        'annals copy --from ./annals-data --to env:ANNALS_LOG --data-dir ./annals-esdb',
        'annals copy --verify --from ./annals-data --to "esdb://localhost:2113?tls=false"',
      ),
    )
    .action(async (options: TypedOptions) => {
      const { stdout, stderr, clock } = environment
      const json = options['json'] === true
      const progress = copyProgress({ stderr, clock })
      const copied = await environment.copy({
        from: textOption(options, 'from') ?? '',
        to: textOption(options, 'to') ?? '',
        dataDir: textOption(options, 'dataDir'),
        verifyOnly: options['verify'] === true,
        parallel: Number(options['parallel']),
        signal: environment.interrupted(),
        onProgress: progress.update,
        onNotice: (notice) => {
          progress.clear()
          void stderr.write(`${safeText(showNotice(notice))}\n`)
        },
      })
      progress.clear()
      if (E.isLeft(copied)) throw asCommandFailure(copied.left)
      const report = copied.right
      if (json) await printJson(stdout, { ...report, whole: isWhole(report) })
      else await stdout.write(showReport(report))
      if (!isWhole(report)) end(exitCodes.failed)
    })

const parallelOf = (value: string): number => {
  const count = Number(value)
  if (/^\d{1,3}$/.test(value) && count >= 1 && count <= parallelMax) return count
  throw new InvalidArgumentError(`must be an integer from 1 to ${parallelMax}`)
}

const showNotice = (notice: Notice): string => {
  switch (notice._tag) {
    case 'Tombstoned':
      return `tombstoned: ${notice.stream}`
    case 'SoftlyDeleted':
      return `deleted softly: ${notice.stream}`
    case 'Filled':
      return `the source has lost revisions up to ${notice.last}; placeholders are cut off: ${notice.stream}`
    case 'Uncovered':
      return `placeholders up to revision ${notice.last} can be read: ${notice.stream}`
  }
}

const showReport = (report: CopyReport): string => {
  const { copied, source, target, streams, differences } = report
  const lines = differences.map(({ stream, revision, what }) =>
    // A tombstone has no revision of its own.
    safeText(
      `${what}: ${stream}${revision === Number.MAX_SAFE_INTEGER ? ', its tombstone' : `, revision ${revision}`}`,
    ),
  )
  if (differences.length === 20) lines.push('there may be more')
  if (source.system > 0) lines.push(`${showCount(source.system)} events of the server's own streams were left out`)
  lines.push(
    `${showCount(copied)} events copied; the source has ${showCount(source.events)}, the target ${showCount(target.events)} in ${showCount(streams)} streams: ` +
      (isWhole(report) ? 'all the same' : 'they differ'),
  )
  return lines.map((line) => `${line}\n`).join('')
}

const asCommandFailure = (failure: CopyFailure): CommandFailure => {
  switch (failure._tag) {
    case 'SameLog':
      return new CommandFailure('--to: is the log that is copied', exitCodes.badInput)
    case 'AnotherTarget':
      return new CommandFailure(`--to: ${failure.reason}`, exitCodes.badInput)
    case 'Diverged':
      return new CommandFailure(
        `--to: holds something else at revision ${failure.revision} of ${failure.stream}: it is no copy of this log any more`,
        exitCodes.badInput,
      )
    case 'Unfit':
      return new CommandFailure(
        `the target does not take revision ${failure.revision} of ${failure.stream} (position ${failure.position}): ${failure.reason}`,
        exitCodes.failed,
      )
    case 'Unreadable':
      return new CommandFailure(`the ${failure.side} cannot be read: ${reasonOf(failure.error)}`, exitCodes.failed)
    case 'Unwritable':
      return new CommandFailure(
        `the target cannot be written: ${failure.reason}; running it again goes on from there`,
        exitCodes.failed,
      )
    case 'Interrupted':
      return new CommandFailure('interrupted; running it again goes on from there', exitCodes.interrupted)
  }
}

const reasonOf = (error: Extract<CopyFailure, { readonly _tag: 'Unreadable' }>['error']): string => {
  switch (error._tag) {
    case 'CorruptRow':
      return `revision ${error.revision} of ${error.stream} is damaged (position ${error.position})`
    case 'StreamTombstoned':
      return `${error.stream} is tombstoned`
    case 'LogUnavailable':
      return error.reason
  }
}
