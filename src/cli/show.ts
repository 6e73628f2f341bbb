import { Command } from 'commander'
import type { SubjectState } from '../application/operations.js'
import { parseSubject } from './arguments.js'
import { paint } from './color.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, withSource } from './common-options.js'
import type { Output } from './environment.js'
import { printJson } from './print.js'
import { safeJson, safeText } from './safe-text.js'
import { showSubject, showTime } from './show-values.js'
import { withReading } from './source.js'
import { readWhen, withWhen } from './when-options.js'

export const showCommand: CommandFactory = (environment) =>
  withSource(withWhen(new Command('show')))
    .description("a subject's state: now, at a version, or at a time")
    .argument('<subject>', 'type/id, e.g. post/42')
    .addHelpText(
      'after',
      example(
        'annals show post/42',
        'annals show post/42 --version 3',
        'annals show post/42 --at 2026-11-23T03:14:00Z --by recorded',
      ),
    )
    .action(async (subjectText: string, options: TypedOptions) => {
      const subject = parseSubject(subjectText)
      const when = readWhen(options)
      const settings = await environment.settings(settingFlags(options))
      const state = await withReading(environment, settings, (reading) => reading.state(subject, when))
      if (options['json'] === true) await printJson(environment.stdout, state)
      else await environment.stdout.write(showState(environment.stdout, state))
    })

const showState = (
  output: Output,
  { subject, version, state, deleted, occurredAt, recordedAt }: SubjectState,
): string => {
  const heading = paint(output, 'bold', safeText(showSubject(subject)))
  const times = paint(output, 'dim', `occurred ${showTime(occurredAt)}, recorded ${showTime(recordedAt)}`)
  const value = deleted ? paint(output, 'red', 'deleted') : safeJson(JSON.stringify(state, null, 2))
  return `${heading}  version ${version}  ${times}\n${value}\n`
}
