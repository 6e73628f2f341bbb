import { Command, Option } from 'commander'
import type { DiffQuery, VersionDiff } from '../application/operations.js'
import type { Subject } from '../domain/event.js'
import { parseInteger, parseSubject } from './arguments.js'
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
import type { Reading } from './reading.js'
import { withReading } from './source.js'

export const diffCommand: CommandFactory = (environment) =>
  withSource(new Command('diff'))
    .description('what changed between two versions, in either direction (default: the previous and the latest)')
    .argument('<subject>', 'type/id, e.g. post/42')
    .argument('[from]', 'a version; -1 is before there was anything (default: the one before --to)')
    .argument('[to]', 'a version (default: the latest)')
    .addOption(new Option('--from <n>', 'the same as the argument'))
    .addOption(new Option('--to <n>', 'the same as the argument'))
    .addHelpText(
      'after',
      example('annals diff post/42', 'annals diff post/42 3 5', 'annals diff post/42 --from 5 --to 3 --json'),
    )
    .action(
      async (subjectText: string, fromText: string | undefined, toText: string | undefined, options: TypedOptions) => {
        const subject = parseSubject(subjectText)
        const asked = {
          from: readVersion(fromText, textOption(options, 'from'), 'from'),
          to: readVersion(toText, textOption(options, 'to'), 'to'),
        }
        const settings = await environment.settings(settingFlags(options))
        const answer = await withReading(environment, settings, async (reading) =>
          reading.diff(subject, await versions(reading, subject, asked)),
        )
        if (options['json'] === true) await printJson(environment.stdout, answer)
        else await environment.stdout.write(showDiff(environment.stdout, subject, answer))
      },
    )

const readVersion = (
  argument: string | undefined,
  option: string | undefined,
  name: 'from' | 'to',
): number | undefined => {
  if (argument !== undefined && option !== undefined)
    return badInput(`--${name}`, 'is given twice: as an argument and as an option')
  const text = argument ?? option
  return text === undefined
    ? undefined
    : parseInteger(text, option === undefined ? name : `--${name}`, -1, Number.MAX_SAFE_INTEGER)
}

const versions = async (
  reading: Pick<Reading, 'state'>,
  subject: Subject,
  asked: { readonly from: number | undefined; readonly to: number | undefined },
): Promise<DiffQuery> => {
  const to = asked.to ?? (await reading.state(subject, { _tag: 'Now' })).version
  return { from: asked.from ?? Math.max(-1, to - 1), to }
}

const showDiff = (output: Output, subject: Subject, { from, to, changes }: VersionDiff): string => {
  const heading = `${paint(output, 'bold', safeText(showSubject(subject)))}  version ${from} → ${to}\n`
  return changes.length === 0 ? `${heading}no difference\n` : heading + showChanges(output, changes)
}
