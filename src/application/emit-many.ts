import * as E from 'fp-ts/lib/Either.js'
import type { AnnalsError, FieldIssue } from '../domain/errors.js'
import type { Json } from '../domain/json.js'
import { isSurelyWithin } from '../domain/json-size.js'
import { limits } from '../domain/limits.js'
import { utf8Length } from '../domain/utf8.js'
import { eventCommand } from './emit.js'
import type { EmitPorts } from './emit.js'
import type { Operations } from './operations.js'
import type { Command } from './command.js'

/** Stores an array of events, as `Operations.emitMany` says: every item is decoded and decided before anything is appended. */
export const emitMany =
  (ports: EmitPorts): Operations['emitMany'] =>
  (tenant, input) =>
  async () => {
    const commands = decodeItems(ports, tenant, input)
    return E.isLeft(commands) ? commands : ports.writer.submit(tenant, commands.right)
  }

const decodeItems = (ports: EmitPorts, tenant: string, input: unknown): E.Either<AnnalsError, readonly Command[]> => {
  if (!Array.isArray(input) || input.length === 0) return refuse('', 'must be an array of at least one event')
  if (input.length > limits.maxArrayEvents) {
    return refuse('', `must be at most ${limits.maxArrayEvents} events (${input.length} given)`)
  }
  const commands: Command[] = []
  const issues: FieldIssue[] = []
  const fits = arrayGauge(input as Json)
  for (const [index, item] of (input as readonly unknown[]).entries()) {
    const command = eventCommand(ports, tenant, item)
    if (E.isRight(command)) {
      commands.push(command.right)
      if (!fits(item)) return E.left({ _tag: 'PayloadTooLarge', field: '', limitBytes: limits.maxArrayBytes })
    } else if (command.left._tag === 'InvalidInput') issues.push(...inItem(command.left.issues, index))
    else return E.left({ ...command.left, item: index })
    if (issues.length >= limits.maxIssues) break
  }
  return issues.length > 0
    ? E.left({ _tag: 'InvalidInput', issues: issues.slice(0, limits.maxIssues) })
    : E.right(commands)
}

/** Deeper than any event that is taken. */
const sureLimits = { maxDepth: limits.maxDepth + 16, maxNodes: Infinity, maxBytes: limits.maxArrayBytes }

/**
 * Whether the array, as JSON without blanks, is still within its bound with one more item. Items are measured where a quick look at the whole leaves it open, and
 * only once they are decoded: then they are JSON for certain, and each within the bound of one event.
 */
const arrayGauge = (array: Json): ((item: unknown) => boolean) => {
  if (isSurelyWithin(array, sureLimits)) return () => true
  // Brackets and commas: one more than there are items.
  let bytes = 1
  return (item) => (bytes += utf8Length(JSON.stringify(item)) + 1) <= limits.maxArrayBytes
}

const inItem = (issues: readonly FieldIssue[], index: number): readonly FieldIssue[] =>
  issues.map(({ field, message }) => ({ field: `/${index}${field}`, message }))

const refuse = (field: string, message: string): E.Either<AnnalsError, never> =>
  E.left({ _tag: 'InvalidInput', issues: [{ field, message }] })
