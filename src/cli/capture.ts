import { Command, Option } from 'commander'
import type { CaptureState } from '../application/operations.js'
import type { CaptureField, CaptureRules, PatternLists } from '../domain/capture-rules.js'
import { captureFields } from '../domain/capture-rules.js'
import { parseJson, parseParty } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { listOption, repeatable, settingFlags, textOption, withSource } from './common-options.js'
import type { Environment } from './environment.js'
import { badInput } from './failure.js'
import { printJson } from './print.js'
import { readWhole } from './read-whole.js'
import { safeText } from './safe-text.js'
import { withReading, withWriting } from './source.js'

/** Option → the field of the rules. */
const fields: readonly (readonly [option: string, field: CaptureField])[] = [
  ['subjectType', 'subjectTypes'],
  ['verb', 'verbs'],
  ['channel', 'channels'],
]

export const captureCommand: CommandFactory = (environment) =>
  new Command('capture')
    .description('what is captured of what is sent, by subject type, verb and channel')
    .addHelpText(
      'after',
      example("annals capture off --verb 'session.*' --actor user/ops --reason 'nobody reads them'"),
    )
    .addCommand(showCommand(environment))
    .addCommand(changeCommand(environment, 'off', 'leave out what matches the patterns', switchedOff))
    .addCommand(changeCommand(environment, 'on', 'capture again what was switched off by these patterns', switchedOn))
    .addCommand(setCommand(environment))

const showCommand = (environment: Environment): Command =>
  withSource(new Command('show'))
    .description('the rules that hold')
    .addHelpText('after', example('annals capture show --json'))
    .action(async (options: TypedOptions) => {
      const settings = await environment.settings(settingFlags(options))
      const now = await withReading(environment, settings, (reading) => reading.captureRules())
      if (options['json'] === true) await printJson(environment.stdout, now)
      else await environment.stdout.write(showRules(now))
    })

type Change = (before: PatternLists, patterns: readonly string[], option: string) => PatternLists

const switchedOff: Change = ({ exclude = [], ...lists }, patterns) => ({
  ...lists,
  exclude: [...new Set([...exclude, ...patterns])],
})

const switchedOn: Change = ({ exclude = [], ...lists }, patterns, option) => {
  const other = patterns.find((pattern) => !exclude.includes(pattern))
  if (other !== undefined) return badInput(option, `${JSON.stringify(other)} is not switched off`)
  const left = exclude.filter((pattern) => !patterns.includes(pattern))
  return left.length > 0 ? { ...lists, exclude: left } : lists
}

const changeCommand = (environment: Environment, name: string, description: string, change: Change): Command =>
  withActor(withSource(new Command(name)))
    .description(description)
    .addOption(
      repeatable('--subject-type <pattern>', "subjects of this type; a trailing * makes it a prefix: 'session*'"),
    )
    .addOption(repeatable('--verb <pattern>', "events with this verb: 'post.viewed', 'session.*'"))
    .addOption(repeatable('--channel <pattern>', 'events that came through this channel'))
    .addHelpText('after', example(`annals capture ${name} --verb 'session.*' --channel bulk --actor user/ops`))
    .action(async (options: TypedOptions) => {
      if (fields.every(([option]) => listOption(options, option).length === 0))
        badInput('--verb', 'say what: --subject-type, --verb or --channel')
      await replaceRules(environment, options, `capture ${name}`, (rules) => changed(rules, options, change))
    })

const changed = (rules: CaptureRules, options: TypedOptions, change: Change): CaptureRules =>
  Object.fromEntries(
    fields.flatMap(([option, field]) => {
      const patterns = listOption(options, option)
      const before = rules[field] ?? {}
      const lists = patterns.length === 0 ? before : change(before, patterns, `--${option.replace('T', '-t')}`)
      return Object.keys(lists).length > 0 ? [[field, lists]] : []
    }),
  )

const setCommand = (environment: Environment): Command =>
  withActor(withSource(new Command('set')))
    .description('replace all rules by those in a JSON file')
    .argument('<file>', '- reads standard input')
    .addHelpText(
      'after',
      example(
        `echo '{"verbs":{"include":["order.*"],"exclude":["order.viewed"]}}' | annals capture set - --actor user/ops`,
      ),
    )
    .action(async (path: string, options: TypedOptions) => {
      const text = await readWhole(await environment.openInput(path), path)
      const rules = parseJson(text.toString('utf8'), path)
      await replaceRules(environment, options, 'capture set', () => rules)
    })

const withActor = (command: Command): Command =>
  command
    .addOption(new Option('--actor <type/id>', 'who changes them, e.g. user/ops').makeOptionMandatory())
    .addOption(new Option('--actor-name <name>', "the actor's name"))
    .addOption(new Option('--reason <text>', 'why'))

/** Reads the rules and replaces them, unless somebody else has meanwhile. */
const replaceRules = async (
  environment: Environment,
  options: TypedOptions,
  command: string,
  change: (rules: CaptureRules) => unknown,
): Promise<void> => {
  const reason = textOption(options, 'reason')
  const actor = parseParty(textOption(options, 'actor') ?? '', '--actor', textOption(options, 'actorName'))
  const settings = await environment.settings(settingFlags(options))
  const now = await withWriting(environment, settings, command, async (writing) => {
    const { rules, version } = await writing.captureRules()
    const details = { actor, expectedVersion: version, ...(reason === undefined ? {} : { reason }) }
    await writing.setCaptureRules({ ...details, rules: change(rules) })
    return writing.captureRules()
  })
  if (options['json'] === true) await printJson(environment.stdout, now)
  else await environment.stdout.write(showRules(now))
}

const showRules = ({ rules, version, recordedAt }: CaptureState): string => {
  const since = recordedAt === null ? '' : `  (version ${version}, since ${recordedAt})`
  const lines = captureFields.flatMap((field) => {
    const { include, exclude } = rules[field] ?? {}
    return [
      ...(include === undefined ? [] : [`${field}: only ${include.length === 0 ? 'none' : include.join(', ')}`]),
      ...(exclude === undefined || exclude.length === 0 ? [] : [`${field}: not ${exclude.join(', ')}`]),
    ]
  })
  const heading = lines.length === 0 ? 'everything is captured' : 'captured is what meets all of these'
  return `${[`${heading}${since}`, ...lines].map(safeText).join('\n')}\n`
}
