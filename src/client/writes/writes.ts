import { asChange } from '../../domain/decide/evaluate.js'
import type { ArrayItemKeys } from '../../domain/diff.js'
import { diff } from '../../domain/diff.js'
import type { Subject } from '../../domain/event.js'
import type { State } from '../../domain/json.js'
import type { IdSource } from '../../ports/id-source.js'
import type { AnnalsClient, ChangeDetails, Recorded } from '../annals-client.js'
import type { Builder } from '../build-input.js'
import { checkedState, checkedSubject } from '../build-input.js'
import { ClientFailure, refuse } from '../client-failure.js'
import type { Outgoing, OutgoingEvent } from './outgoing.js'

export interface WritePorts {
  readonly outgoing: Outgoing
  readonly build: Builder
  readonly ids: Pick<IdSource, 'next'>
  readonly arrayItemKeys: Readonly<Record<string, ArrayItemKeys>>
}

export type Writes = Pick<AnnalsClient, 'emit' | 'emitMany' | 'recordState' | 'recordChange' | 'restore'>

/** All that is given is read before the first `await`: what the caller changes later changes nothing. */
export const writes = (ports: WritePorts): Writes => {
  const { outgoing, build } = ports
  return {
    emit: async (event) => outgoing.emit(build.event(event)),
    emitMany: async (events) =>
      outgoing.emitMany(inOrder(events).map((event, index) => inItem(index, () => build.event(event)))),
    recordState: async (subject, state, details = {}) =>
      outgoing.recordState(checkedSubject(subject), build.recordState(details, state)),
    recordChange: async (subject, before, after, details = {}) =>
      recordChange(
        ports,
        checkedSubject(subject),
        checkedState(before, 'before'),
        checkedState(after, 'after'),
        details,
      ),
    restore: async (subject, input) => outgoing.restore(checkedSubject(subject), build.restore(input)),
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
  if (before === null && after === null) return refuse(nothingAtAll)
  const delta = before === null || after === null ? undefined : diff(before, after, itemKeysOf(ports, subject.type))
  const change =
    after === null ? { kind: 'delete' } : delta === undefined ? { kind: 'state', state: after } : asChange(delta, after)
  // Made also where nothing changed, so that what is wrong with it is told.
  const event = ports.build.event({ ...details, subject, change })
  if (before === null) return ports.outgoing.emit(event)
  if (after !== null && delta === undefined) return { id: event.id, changed: false, version: null }
  return ports.outgoing.change({ event, before, observed: () => observedBefore(ports, event, before) })
}

/** Where the store never heard of it, what it was is told before its deletion: one of nothing says nothing. */
const observedBefore = ({ ids }: Pick<WritePorts, 'ids'>, event: OutgoingEvent, before: State): OutgoingEvent => {
  const { expectedVersion: _, onMismatch: _kept, ...told } = event
  const verb = `${event.subject.type}.observed`
  return { ...told, id: ids.next(), verb, change: { kind: 'state', state: before } }
}

const itemKeysOf = ({ arrayItemKeys }: Pick<WritePorts, 'arrayItemKeys'>, type: string): ArrayItemKeys | undefined => {
  if (Object.hasOwn(arrayItemKeys, type)) return arrayItemKeys[type]
  return Object.hasOwn(arrayItemKeys, '*') ? arrayItemKeys['*'] : undefined
}

const nothingAtAll = [{ field: '/after', message: 'must not be null where before is: there is nothing to record' }]
