import type { Either } from 'fp-ts/lib/Either.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import { decodeWith } from '../domain/codecs/decode.js'
import { decodeEventInput } from '../domain/codecs/event-input.js'
import { decodeRecordStateInput } from '../domain/codecs/record-state-input.js'
import { decodeRestoreInput } from '../domain/codecs/restore-input.js'
import { isPlainObject } from '../domain/codecs/strict.js'
import { decodeSubject } from '../domain/codecs/subject.js'
import { stateOrNull } from '../domain/codecs/values.js'
import type { FieldIssue } from '../domain/errors.js'
import type { EventInput, Subject } from '../domain/event.js'
import type { State } from '../domain/json.js'
import type { RecordStateInput, RestoreInput } from '../domain/requests.js'
import { formatTime } from '../domain/time.js'
import type { Clock } from '../ports/clock.js'
import type { IdSource } from '../ports/id-source.js'
import { refuse } from './client-failure.js'
import { currentContext } from './context/context.js'
import { jsonCopy } from './json-copy.js'
import { trimmed } from './trimmed.js'

export interface Builder {
  readonly event: (given: unknown) => EventInput & { readonly id: string }
  readonly recordState: (details: unknown, state: unknown) => RecordStateInput & { readonly id: string }
  readonly restore: (given: unknown) => RestoreInput & { readonly id: string }
}

/** Makes requests of what a caller gives: a copy, trimmed, with what the context has, an id and a time; checked as the store will. Throws InvalidInput, naming every wrong field. */
export const createBuilder = ({
  clock,
  ids,
}: {
  readonly clock: Clock
  readonly ids: Pick<IdSource, 'next'>
}): Builder => {
  const complete = (given: unknown): Readonly<Record<string, unknown>> & { readonly id: unknown } => {
    const own = trimmed(jsonCopy(given))
    if (!isPlainObject(own)) return refuse([{ field: '', message: 'must be an object' }])
    const around = currentContext()
    const context =
      around.context !== undefined && (own['context'] === undefined || isPlainObject(own['context']))
        ? { context: { ...around.context, ...(own['context'] as object | undefined) } }
        : {}
    return { id: ids.next(), occurredAt: formatTime(clock.now()), ...around, ...own, ...context }
  }
  const build = <A extends { readonly id?: string }>(
    decode: (value: unknown) => Either<readonly FieldIssue[], A>,
    given: unknown,
  ): A & { readonly id: string } => checked(decode(given)) as A & { readonly id: string }

  return {
    event: (given) => build(decodeEventInput, complete(given)),
    recordState: (details, state) => build(decodeRecordStateInput, { ...complete(details), state: jsonCopy(state) }),
    restore: (given) => build(decodeRestoreInput, complete(given)),
  }
}

export const checkedSubject = (given: unknown): Subject =>
  checked(decodeSubject(trimmed(jsonCopy(given))), (field) => `/subject${field}`)

/** A copy of a state. undefined is refused: what is not there is null. */
export const checkedState = (given: unknown, name: string): State | null =>
  checked(decodeWith(stateOrNull, jsonCopy(given)), (field) => `/${name}${field}`)

const checked = <A>(decoded: Either<readonly FieldIssue[], A>, fieldOf = (field: string) => field): A =>
  isLeft(decoded)
    ? refuse(decoded.left.map(({ field, message }) => ({ field: fieldOf(field), message })))
    : decoded.right
