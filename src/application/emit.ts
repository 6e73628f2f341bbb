import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { decodeEventInput } from '../domain/codecs/event-input.js'
import { rulesFor } from '../domain/rules.js'
import { decideEvent } from '../domain/decide/decide-event.js'
import { factsOfEvent, isReservedType } from '../domain/capture-rules.js'
import type { AnnalsError } from '../domain/errors.js'
import { invalidInput } from '../domain/errors.js'
import type { Change, EventInput } from '../domain/event.js'
import { digestText } from '../domain/request-digest.js'
import type { Hash } from '../ports/hash.js'
import type { IdSource } from '../ports/id-source.js'
import type { Operations } from './operations.js'
import { ruleFunctions } from './rule-functions.js'
import type { RulesPorts } from './rule-functions.js'
import type { Command } from './command.js'
import type { Writer } from './writer.js'

export interface EmitPorts extends RulesPorts {
  readonly writer: Pick<Writer, 'submit'>
  readonly ids: IdSource
  readonly hash: Hash
}

/** Stores one event, as `Operations.emit` says. */
export const emit =
  (ports: EmitPorts): Operations['emit'] =>
  (tenant, input) =>
  async () => {
    const command = eventCommand(ports, tenant, input)
    if (E.isLeft(command)) return command
    const written = await ports.writer.submit(tenant, [command.right])
    if (E.isLeft(written)) return written
    const [first] = written.right
    return first === undefined
      ? E.left({ _tag: 'Corrupt', detail: 'an event was stored without a receipt' })
      : E.right(first)
  }

/** What one event from outside asks for, decoded, in its tenant, after the rules of its subject's type. */
export const eventCommand = (ports: EmitPorts, tenant: string, value: unknown): Either<AnnalsError, Command> => {
  const decoded = decodeEventInput(value)
  if (E.isLeft(decoded)) return E.left({ _tag: 'InvalidInput', issues: decoded.left })
  const wrongTenant = tenantMismatch(tenant, decoded.right.tenant)
  if (wrongTenant !== undefined) return E.left(wrongTenant)
  if (isReservedType(decoded.right.subject.type)) return E.left(reserved)
  const input = withRules(ports, decoded.right)
  const id = input.id ?? ports.ids.next()
  const rules = rulesFor(ports.rules, input.subject.type)
  return E.right({
    subject: input.subject,
    id,
    idGiven: input.id !== undefined,
    digest: once(() => ports.hash.sha256(digestText(input))),
    needsState: input.change !== undefined,
    capture: factsOfEvent(input),
    decide: (fold, now) => {
      const decided = decideEvent({
        fold,
        input,
        id,
        observedId: input.before === undefined ? '' : ports.ids.derive(`${tenant} ${id} observed`),
        tenant,
        now,
        itemKeys: rules?.arrayItemKeys,
      })
      const withoutState = E.isLeft(decided) && decided.left._tag === 'NoState' && input.change?.kind === 'patch'
      return withoutState
        ? E.left({ _tag: 'NoStateToPatch', subject: input.subject, version: fold?.version ?? -1 })
        : decided
    },
  })
}

/** Whoever writes it like any other record would change what is kept without leave to. */
export const reserved: AnnalsError = invalidInput(
  '/subject/type',
  "is Annals' own: the rules for capture are set with PUT /v1/capture-rules",
)

/** A body that names another tenant than the one it is sent to. */
export const tenantMismatch = (tenant: string, named: string | undefined): AnnalsError | undefined =>
  named === undefined || named === tenant
    ? undefined
    : { _tag: 'Forbidden', detail: `the body names tenant ${named}; this request runs in tenant ${tenant}` }

export const once = (make: () => string): (() => string) => {
  let made: string | undefined
  return () => (made ??= make())
}

const withRules = (ports: RulesPorts, input: EventInput): EventInput => {
  if (input.change === undefined) return input
  const rules = ruleFunctions(ports, input.subject)
  if (rules === undefined) return input
  const change = changeWithRules(rules, input.change)
  return input.before === undefined ? { ...input, change } : { ...input, change, before: rules.state(input.before) }
}

const changeWithRules = (rules: NonNullable<ReturnType<typeof ruleFunctions>>, change: Change): Change => {
  switch (change.kind) {
    case 'delete':
      return change
    case 'state':
      return { kind: 'state', state: rules.state(change.state) }
    case 'patch':
      return { kind: 'patch', delta: rules.delta(change.delta) ?? {} }
  }
}
