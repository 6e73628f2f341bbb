import { Command, Option } from 'commander'
import type { Restored } from '../application/operations.js'
import type { Subject } from '../domain/event.js'
import { formatTime } from '../domain/time.js'
import { parseInteger, parseParty, parseSubject } from './arguments.js'
import { paint } from './color.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withSource } from './common-options.js'
import type { Output } from './environment.js'
import { badInput } from './failure.js'
import { printJson } from './print.js'
import { safeText } from './safe-text.js'
import { showChanges } from './show-changes.js'
import { showSubject } from './show-values.js'
import { withWriting } from './source.js'
import { readWhen, withWhen } from './when-options.js'

export const restoreCommand: CommandFactory = (environment) =>
  withSource(withWhen(new Command('restore')))
    .description('take a subject back to a version or a time: appends a change, nothing is lost')
    .argument('<subject>', 'type/id, e.g. post/42')
    .addOption(new Option('--actor <type/id>', 'who does it, e.g. user/u-7').makeOptionMandatory())
    .addOption(new Option('--actor-name <name>', "the actor's name"))
    .addOption(new Option('--reason <text>', 'why'))
    .addOption(new Option('--expected-version <n>', 'refuse unless this is the present version'))
    .addOption(new Option('--channel <channel>', 'the module it comes through'))
    .addOption(new Option('--id <uuid>', 'the id of the change: the same id twice restores once'))
    .addOption(new Option('--dry-run', 'show what would change, append nothing'))
    .addHelpText(
      'after',
      example("annals restore post/42 --version 3 --actor user/u-7 --reason 'wrong import' --dry-run"),
    )
    .action(async (subjectText: string, options: TypedOptions) => {
      const subject = parseSubject(subjectText)
      const input = readInput(options)
      const settings = await environment.settings(settingFlags(options))
      const restored = await withWriting(environment, settings, 'restore', (writing) => writing.restore(subject, input))
      if (options['json'] === true) await printJson(environment.stdout, restored)
      else await environment.stdout.write(showRestored(environment.stdout, subject, restored))
    })

const readInput = (options: TypedOptions): Record<string, unknown> => {
  const when = readWhen(options)
  if (when._tag === 'Now') return badInput('--version', 'say which: --version or --at')
  const expected = textOption(options, 'expectedVersion')
  return {
    ...(when._tag === 'Version' ? { version: when.version } : { at: formatTime(when.at), by: when.by }),
    actor: parseParty(textOption(options, 'actor') ?? '', '--actor', textOption(options, 'actorName')),
    ...(expected === undefined
      ? {}
      : { expectedVersion: parseInteger(expected, '--expected-version', 0, Number.MAX_SAFE_INTEGER) }),
    ...given(options, 'reason'),
    ...given(options, 'channel'),
    ...given(options, 'id'),
    ...(options['dryRun'] === true ? { dryRun: true } : {}),
  }
}

const given = (options: TypedOptions, name: string): Record<string, string> => {
  const text = textOption(options, name)
  return text === undefined ? {} : { [name]: text }
}

const showRestored = (output: Output, subject: Subject, restored: Restored): string => {
  const name = paint(output, 'bold', safeText(showSubject(subject)))
  if ('changed' in restored) return `${name} is that already, at version ${restored.version}: nothing was appended\n`
  const from = restored.restoredFrom.version
  const heading =
    'dryRun' in restored
      ? `${name} would be taken back to version ${from}; nothing was appended\n`
      : `${name} is now as at version ${from}: version ${restored.version ?? ''}, event ${safeText(restored.id)}${restored.duplicate ? ' (restored before)' : ''}\n`
  const skipped = restored.skippedPaths.map((path) => `left as it is (redacted): ${safeText(path)}\n`).join('')
  return heading + showChanges(output, restored.changes) + skipped
}
