import type { Command } from 'commander'
import { Option } from 'commander'
import { patternOf } from '../domain/pattern.js'
import type { EventFilter, FieldFilter, FilterField, Pattern } from '../ports/read-models.js'
import { parseChoice, parseSubject, parseTimeOption } from './arguments.js'
import type { TypedOptions } from './common-options.js'
import { listOption, repeatable, textOption } from './common-options.js'
import { badInput } from './failure.js'

/** Option name → field and what it is called in the help. */
const filters: readonly { readonly option: string; readonly field: FilterField; readonly what: string }[] = [
  { option: 'subject-type', field: 'subjectType', what: "the subject's type" },
  { option: 'subject-id', field: 'subjectId', what: "the subject's id" },
  { option: 'actor-type', field: 'actorType', what: "the actor's type" },
  { option: 'actor-id', field: 'actorId', what: "the actor's id" },
  { option: 'affects', field: 'affects', what: 'the id of the user concerned' },
  { option: 'verb', field: 'verb', what: "the verb, e.g. post.updated or 'post.*'" },
  { option: 'channel', field: 'channel', what: 'the channel' },
  { option: 'org', field: 'org', what: 'the organisation' },
  { option: 'outcome', field: 'outcome', what: 'success or failure' },
  { option: 'kind', field: 'kind', what: 'change or activity' },
  { option: 'transaction', field: 'transactionId', what: 'the transaction' },
  { option: 'path', field: 'path', what: 'a changed path (JSON Pointer), e.g. /title' },
]

/** All filters of the feed, as options: repeated means either, a trailing `*` makes a prefix, `--not-…` leaves out. */
export const withFilters = (command: Command): Command => {
  command.addOption(new Option('--subject <type/id>', 'one subject: short for --subject-type and --subject-id'))
  command.addOption(new Option('--actor <type/id>', 'one actor: short for --actor-type and --actor-id'))
  for (const { option, what } of filters) command.addOption(repeatable(`--${option} <value>`, what))
  for (const { option } of filters) command.addOption(repeatable(`--not-${option} <value>`, `not this ${option}`))
  return command
    .addOption(new Option('--since <time>', 'occurred at or after (RFC 3339)'))
    .addOption(new Option('--until <time>', 'occurred before (RFC 3339)'))
}

export const readFilters = (options: TypedOptions): Omit<EventFilter, 'tenant'> => {
  const fields: Partial<Record<FilterField, FieldFilter>> = {}
  const short = {
    ...pair(options, 'subject', 'subjectType', 'subjectId'),
    ...pair(options, 'actor', 'actorType', 'actorId'),
  }
  for (const { option, field } of filters) {
    const exact = short[field]
    if (exact !== undefined && listOption(options, camel(option)).length > 0)
      return badInput(`--${option}`, `cannot be combined with --${field.startsWith('subject') ? 'subject' : 'actor'}`)
    const anyOf = exact === undefined ? patterns(options, option) : [{ value: exact, prefix: false }]
    const noneOf = patterns(options, `not-${option}`)
    if (anyOf.length + noneOf.length === 0) continue
    fields[field] = { ...(anyOf.length > 0 ? { anyOf } : {}), ...(noneOf.length > 0 ? { noneOf } : {}) }
  }
  return { fields, ...time(options, 'since'), ...time(options, 'until') }
}

const camel = (option: string): string => option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

const closedSets: Readonly<Record<string, readonly string[]>> = {
  outcome: ['success', 'failure'],
  kind: ['change', 'activity'],
}

const patterns = (options: TypedOptions, option: string): readonly Pattern[] =>
  listOption(options, camel(option)).map((text) => {
    const allowed = closedSets[option.replace('not-', '')]
    if (allowed !== undefined) return { value: parseChoice(text, `--${option}`, allowed), prefix: false }
    // The empty path is the whole value: a creation or a deletion.
    return text === '' && !option.endsWith('path') ? badInput(`--${option}`, 'must not be empty') : patternOf(text)
  })

const pair = (
  options: TypedOptions,
  option: string,
  typeField: FilterField,
  idField: FilterField,
): Partial<Record<FilterField, string>> => {
  const text = textOption(options, option)
  if (text === undefined) return {}
  const { type, id } = parseSubject(text, `--${option}`)
  return { [typeField]: type, [idField]: id }
}

const time = <Name extends 'since' | 'until'>(options: TypedOptions, name: Name): Partial<Record<Name, number>> => {
  const text = textOption(options, name)
  return text === undefined ? {} : ({ [name]: parseTimeOption(text, `--${name}`) } as Partial<Record<Name, number>>)
}
