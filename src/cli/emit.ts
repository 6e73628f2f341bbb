import { Command, Option } from 'commander'
import type { Written } from '../application/operations.js'
import { captureRuleText } from '../domain/capture-rules.js'
import { parseInteger, parseJson, parseParty, parseSubject } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withSource } from './common-options.js'
import type { Environment } from './environment.js'
import { badInput } from './failure.js'
import { printJson, printNdjson } from './print.js'
import { readWhole } from './read-whole.js'
import { safeText } from './safe-text.js'
import { withWriting } from './source.js'

export const emitCommand: CommandFactory = (environment) =>
  withSource(new Command('emit'))
    .description('record one event, from options or as JSON from standard input')
    .argument('[input]', '- reads a JSON event, or an array of them, from standard input')
    .addOption(new Option('--subject <type/id>', 'the record it is about, e.g. post/42'))
    .addOption(new Option('--verb <verb>', 'what happened, e.g. post.viewed (a change has a default)'))
    .addOption(new Option('--actor <type/id>', 'who did it, e.g. user/u-7'))
    .addOption(new Option('--actor-name <name>', "the actor's name"))
    .addOption(new Option('--on-behalf-of <type/id>', 'for whom they acted'))
    .addOption(new Option('--affects <type/id>', 'the user concerned, where that is somebody else'))
    .addOption(new Option('--channel <channel>', 'the module it came through'))
    .addOption(new Option('--org <org>', 'the organisation'))
    .addOption(new Option('--transaction <id>', 'the business operation that it is a part of'))
    .addOption(new Option('--causation <id>', 'the event that led to it'))
    .addOption(new Option('--reason <text>', 'why'))
    .addOption(new Option('--occurred-at <time>', 'when it happened (RFC 3339; default: now)'))
    .addOption(new Option('--id <uuid>', 'its id: the same id twice is stored once'))
    .addOption(new Option('--data <json>', 'anything else, as JSON'))
    .addOption(new Option('--state <json>', "a change: the subject's whole new state"))
    .addOption(new Option('--delta <json>', 'a change: a jsondiffpatch delta to the present state'))
    .addOption(new Option('--delete', 'a change: the subject is deleted'))
    .addOption(new Option('--expected-version <n>', 'refuse unless this is the present version (-1: none yet)'))
    .addHelpText(
      'after',
      example(
        'annals emit --subject post/42 --verb post.viewed --actor user/u-7 --channel web',
        `annals emit --subject post/42 --actor user/u-7 --state '{"title":"New"}'`,
        `echo '{"subject":{"type":"post","id":"42"},"verb":"post.viewed","actor":{"type":"user","id":"u-7"}}' | annals emit -`,
      ),
    )
    .action(async (inputText: string | undefined, options: TypedOptions) => {
      const input =
        inputText === undefined ? readOptions(options) : await readStandardInput(environment, inputText, options)
      const settings = await environment.settings(settingFlags(options))
      const written = await withWriting(environment, settings, 'emit', async (writing) =>
        Array.isArray(input) ? writing.emitMany(input) : [await writing.emit(input)],
      )
      await printWritten(environment, written, Array.isArray(input), options['json'] === true)
    })

/** Option → the event's field. */
const plainOptions = [
  ['verb', 'verb'],
  ['channel', 'channel'],
  ['org', 'org'],
  ['transaction', 'transactionId'],
  ['causation', 'causationId'],
  ['reason', 'reason'],
  ['occurredAt', 'occurredAt'],
  ['id', 'id'],
] as const
const eventOptions = [
  ...plainOptions.map(([option]) => option),
  ...([
    'subject',
    'actor',
    'actorName',
    'onBehalfOf',
    'affects',
    'data',
    'state',
    'delta',
    'delete',
    'expectedVersion',
  ] as const),
]

const readOptions = (options: TypedOptions): Record<string, unknown> => {
  const required = (name: 'subject' | 'actor'): string =>
    textOption(options, name) ?? badInput(`--${name}`, 'is required (or "-" for an event from standard input)')
  const data = textOption(options, 'data')
  const expected = textOption(options, 'expectedVersion')
  return {
    subject: parseSubject(required('subject'), '--subject'),
    actor: parseParty(required('actor'), '--actor', textOption(options, 'actorName')),
    ...party(options, 'onBehalfOf', '--on-behalf-of'),
    ...party(options, 'affects', '--affects'),
    ...Object.fromEntries(
      plainOptions.flatMap(([option, field]) => {
        const text = textOption(options, option)
        return text === undefined ? [] : [[field, text]]
      }),
    ),
    ...(data === undefined ? {} : { data: parseJson(data, '--data') }),
    ...(expected === undefined
      ? {}
      : { expectedVersion: parseInteger(expected, '--expected-version', -1, Number.MAX_SAFE_INTEGER) }),
    ...readChange(options),
  }
}

const party = (options: TypedOptions, name: string, field: string): Record<string, unknown> => {
  const text = textOption(options, name)
  return text === undefined ? {} : { [name]: parseParty(text, field) }
}

const readChange = (options: TypedOptions): { readonly change?: unknown } => {
  const state = textOption(options, 'state')
  const delta = textOption(options, 'delta')
  const kinds = [state !== undefined, delta !== undefined, options['delete'] === true].filter(Boolean).length
  if (kinds > 1) return badInput('--state', '--delta and --delete exclude each other')
  if (state !== undefined) return { change: { kind: 'state', state: parseJson(state, '--state') } }
  if (delta !== undefined) return { change: { kind: 'patch', delta: parseJson(delta, '--delta') } }
  return options['delete'] === true ? { change: { kind: 'delete' } } : {}
}

const readStandardInput = async (
  environment: Environment,
  inputText: string,
  options: TypedOptions,
): Promise<unknown> => {
  if (inputText !== '-') return badInput('input', `must be - for standard input; got ${JSON.stringify(inputText)}`)
  const also = eventOptions.find((name) => options[name] !== undefined)
  if (also !== undefined)
    return badInput(
      `--${also.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      'cannot be combined with an event from standard input',
    )
  return parseJson(
    (await readWhole(await environment.openInput('-'), 'standard input')).toString('utf8'),
    'standard input',
  )
}

const printWritten = async (
  { stdout }: Environment,
  written: readonly Written[],
  many: boolean,
  json: boolean,
): Promise<void> => {
  if (json && many) return printNdjson(stdout, written)
  for (const each of written) {
    if (json) await printJson(stdout, each)
    else await stdout.write(`${safeText(showWritten(each))}\n`)
  }
}

const showWritten = (written: Written): string => {
  if ('captured' in written) return `not stored: the rules for capture leave it out (${captureRuleText(written.rule)})`
  if ('changed' in written) return `nothing changed: the subject is that already, at version ${written.version}`
  const place =
    written.version === null
      ? `position ${written.position}`
      : `version ${written.version}, position ${written.position}`
  return `${written.duplicate ? 'was stored before' : 'stored'}: event ${written.id}, ${place}`
}
