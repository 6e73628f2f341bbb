import type { Written } from '../application/operations.js'
import { asChange } from '../domain/decide/evaluate.js'
import type { ArrayItemKeys } from '../domain/diff.js'
import { diff } from '../domain/diff.js'
import type { EventInput, Subject } from '../domain/event.js'
import type { State } from '../domain/json.js'
import type { IdSource } from '../ports/id-source.js'
import type { AnnalsClient, ChangeDetails, Recorded } from './annals-client.js'
import type { Builder } from './build-input.js'
import { checkedState, checkedSubject } from './build-input.js'
import { ClientFailure, refuse } from './client-failure.js'
import type { Transport } from './transport.js'

export interface WritePorts {
  readonly transport: Transport
  readonly build: Builder
  readonly ids: Pick<IdSource, 'next'>
  readonly arrayItemKeys: Readonly<Record<string, ArrayItemKeys>>
}

export type Writes = Pick<AnnalsClient, 'emit' | 'emitMany' | 'recordState' | 'recordChange' | 'restore'>

/** All that is given is read before the first `await`: what the caller changes later changes nothing. */
export const writes = (ports: WritePorts): Writes => {
  const { transport, build } = ports
  return {
    emit: async (event) => transport.emit(build.event(event)),
    emitMany: async (events) =>
      transport.emitMany(inOrder(events).map((event, index) => inItem(index, () => build.event(event)))),
    recordState: async (subject, state, details = {}) =>
      transport.recordState(checkedSubject(subject), build.recordState(details, checkedState(state, 'state'))),
    recordChange: async (subject, before, after, details = {}) =>
      recordChange(
        ports,
        checkedSubject(subject),
        checkedState(before, 'before'),
        checkedState(after, 'after'),
        details,
      ),
    restore: async (subject, input) => transport.restore(checkedSubject(subject), build.restore(input)),
  }
}

export const inOrder = (events: unknown): readonly unknown[] =>
  Array.isArray(events) ? events : refuse([{ field: '', message: 'must be an array of events' }])

export const inItem = <A>(index: number, make: () => A): A => {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof ClientFailure) || error.error._tag !== 'InvalidInput') throw error
    return refuse(error.error.issues.map(({ field, message }) => ({ field: `/${index}${field}`, message })))
  }
}

const recordChange = async (
  ports: WritePorts,
  subject: Subject,
  before: State | null,
  after: State | null,
  details: ChangeDetails,
): Promise<Recorded> => {
  const { transport } = ports
  const { event, isSame } = changeEvent(ports, subject, before, after, details)
  if (isSame) return { id: event.id, changed: false, version: null }
  if (before === null) return transport.emit(event)
  if (after !== null)
    return otherwise(transport.emit(event), 'NoStateToPatch', (error) =>
      error.version < 0 ? transport.emit({ ...event, before }) : undefined,
    )
  return otherwise(transport.emit(event), 'NoState', async () => {
    const [, deleted] = await transport.emitMany([observedBefore(ports, event, before), event])
    return deleted
  })
}

/** The event of a change. `isSame`: nothing changed; it is an event all the same, so that what is wrong with it is told. */
export const changeEvent = (
  ports: Pick<WritePorts, 'build' | 'arrayItemKeys'>,
  subject: Subject,
  before: State | null,
  after: State | null,
  details: ChangeDetails,
): { readonly event: EventInput & { readonly id: string }; readonly isSame: boolean } => {
  if (before === null && after === null) return refuse(nothingAtAll)
  const delta = before === null || after === null ? undefined : diff(before, after, itemKeysOf(ports, subject.type))
  const change =
    after === null ? { kind: 'delete' } : delta === undefined ? { kind: 'state', state: after } : asChange(delta, after)
  const event = ports.build.event({ ...details, subject, change })
  return { event, isSame: before !== null && after !== null && delta === undefined }
}

/** Where the store never heard of it, what it was is told before its deletion: one of nothing says nothing. */
export const observedBefore = (
  { ids }: Pick<WritePorts, 'ids'>,
  event: EventInput,
  before: State,
): EventInput & { readonly id: string } => {
  const { expectedVersion: _, onMismatch: _kept, ...told } = event
  const verb = `${event.subject.type}.observed`
  return { ...told, id: ids.next(), verb, change: { kind: 'state', state: before } }
}

type Failed<Tag extends string> = Extract<ClientFailure['error'], { readonly _tag: Tag }>

/** What was written; or, where the store says that it has no state, what `instead` makes of that (undefined: the failure stays). */
const otherwise = async <Tag extends 'NoState' | 'NoStateToPatch'>(
  written: Promise<Written>,
  tag: Tag,
  instead: (error: Failed<Tag>) => Promise<Written | undefined> | undefined,
): Promise<Written> => {
  try {
    return await written
  } catch (failure) {
    if (!(failure instanceof ClientFailure) || failure.error._tag !== tag) throw failure
    const other = await instead(failure.error as Failed<Tag>)
    if (other === undefined) throw failure
    return other
  }
}

const itemKeysOf = ({ arrayItemKeys }: Pick<WritePorts, 'arrayItemKeys'>, type: string): ArrayItemKeys | undefined => {
  if (Object.hasOwn(arrayItemKeys, type)) return arrayItemKeys[type]
  return Object.hasOwn(arrayItemKeys, '*') ? arrayItemKeys['*'] : undefined
}

const nothingAtAll = [{ field: '/after', message: 'must not be null where before is: there is nothing to record' }]
