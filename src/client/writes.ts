import type { Written } from '../application/operations.js'
import { asChange } from '../domain/decide/evaluate.js'
import type { ArrayItemKeys } from '../domain/diff.js'
import { diff } from '../domain/diff.js'
import type { Subject } from '../domain/event.js'
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

const inOrder = (events: unknown): readonly unknown[] =>
  Array.isArray(events) ? events : refuse([{ field: '', message: 'must be an array of events' }])

const inItem = <A>(index: number, make: () => A): A => {
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
  if (after === null) return before === null ? refuse(nothingAtAll) : recordDeletion(ports, subject, before, details)
  if (before === null)
    return ports.transport.emit(ports.build.event({ ...details, subject, change: { kind: 'state', state: after } }))
  const delta = diff(before, after, itemKeysOf(ports, subject.type))
  // An event all the same, so that what is wrong with it is told whether something changed or not.
  const change = delta === undefined ? { kind: 'state', state: after } : asChange(delta, after)
  const event = ports.build.event({ ...details, subject, change })
  if (delta === undefined) return { id: event.id, changed: false, version: null }
  return otherwise(ports.transport.emit(event), 'NoStateToPatch', (error) =>
    error.version < 0 ? ports.transport.emit({ ...event, before }) : undefined,
  )
}

/** Where the store never heard of it, what it was is told as well: a deletion of nothing says nothing. */
const recordDeletion = async (
  { transport, build, ids }: WritePorts,
  subject: Subject,
  before: State,
  details: ChangeDetails,
): Promise<Recorded> => {
  const event = build.event({ ...details, subject, change: { kind: 'delete' } })
  return otherwise(transport.emit(event), 'NoState', async () => {
    const { expectedVersion: _, onMismatch: _kept, ...told } = event
    const verb = `${subject.type}.observed`
    const observed = { ...told, id: ids.next(), verb, change: { kind: 'state', state: before } as const }
    const [, deleted] = await transport.emitMany([observed, event])
    return deleted
  })
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

const itemKeysOf = ({ arrayItemKeys }: WritePorts, type: string): ArrayItemKeys | undefined => {
  if (Object.hasOwn(arrayItemKeys, type)) return arrayItemKeys[type]
  return Object.hasOwn(arrayItemKeys, '*') ? arrayItemKeys['*'] : undefined
}

const nothingAtAll = [{ field: '/after', message: 'must not be null where before is: there is nothing to record' }]
