import type { EventInput, Subject } from '../../src/domain/event.js'
import type { State } from '../../src/domain/json.js'
import { seededRandom, uuidAt } from './random.js'

export interface EventsOptions {
  readonly count: number
  /** Events are dealt to so many lanes; no two lanes share a subject, so each can be sent on its own, in its order. */
  readonly lanes: number
  readonly subjectsPerLane: number
  /** From one event's `occurredAt` to the next. */
  readonly stepMs: number
  readonly seed?: number
}

const firstAt = Date.UTC(2026, 0, 5, 8)
const types = ['order', 'invoice', 'post', 'customer'] as const
const channels = ['web', 'billing', 'bulk', 'mobile', 'backoffice', 'partner'] as const
const statuses = ['open', 'paid', 'packed', 'sent', 'returned', 'closed'] as const
const operations = ['GET /orders/:id', 'POST /orders/:id/notify', 'GET /invoices/:id/pdf', 'GET /search'] as const
const names = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Edsger Dijkstra', 'Barbara Liskov'] as const

/**
 * Events as an application's SDK would send them, about 300 bytes of JSON each: half are changes of many subjects (a creation, then
 * patches), half are activities; every one has its id. The same options give the same events.
 */
export const makeEvents = (options: EventsOptions): readonly (readonly EventInput[])[] => {
  const makers = Array.from({ length: options.lanes }, (_, lane) => eventMaker(lane, options))
  const lanes: EventInput[][] = makers.map(() => [])
  for (let index = 0; index < options.count; index += 1) {
    const lane = index % options.lanes
    const event = makers[lane]?.(firstAt + index * options.stepMs)
    if (event !== undefined) lanes[lane]?.push(event)
  }
  return lanes
}

/** A stream of such events without end, for one emitter. */
export const eventMaker = (
  lane: number,
  { subjectsPerLane, seed = 1 }: Pick<EventsOptions, 'subjectsPerLane' | 'seed'>,
): ((at: number) => EventInput) => {
  const random = seededRandom(seed * 7_919 + lane)
  const pick = <A>(values: readonly A[]): A => values[Math.floor(random() * values.length)] as A
  const states = new Map<number, Order>()
  let transactionId: string | undefined

  return (at) => {
    const subjectNumber = Math.floor(random() * subjectsPerLane)
    const subject: Subject = { type: pick4(types, subjectNumber), id: `${lane}-${100_000 + subjectNumber}` }
    const actorNumber = Math.floor(random() ** 2 * 2_000)
    if (random() < 0.25) transactionId = random() < 0.5 ? undefined : uuidAt(at, random)
    const common = {
      id: uuidAt(at, random),
      subject,
      actor: { type: 'user', id: `u-${actorNumber}`, name: pick4(names, actorNumber) },
      channel: pick(channels),
      occurredAt: new Date(at).toISOString(),
      ...(transactionId === undefined ? {} : { transactionId }),
    }
    return random() < 0.5 ? activity(common, random, pick) : change(common, states, subjectNumber, random, pick)
  }
}

const pick4 = <A>(values: readonly A[], index: number): A => values[index % values.length] as A

interface Order {
  readonly status: string
  readonly total: number
  readonly items: number
  readonly note: string
  readonly customer: { readonly id: string; readonly city: string }
}

type PickOne = <A>(values: readonly A[]) => A

const change = (
  common: Omit<EventInput, 'change'>,
  states: Map<number, Order>,
  subjectNumber: number,
  random: () => number,
  pick: PickOne,
): EventInput => {
  const before = states.get(subjectNumber)
  const total = Math.floor(random() * 1_000_000) / 100
  if (before === undefined) {
    const customer = { id: `c-${Math.floor(random() * 10_000)}`, city: 'Rotterdam' }
    const state: Order = { status: 'open', total, items: 1, note: 'as agreed by telephone', customer }
    states.set(subjectNumber, state)
    return { ...common, change: { kind: 'state', state: state as unknown as State } }
  }
  const items = before.items + 1
  const status = pick(statuses.filter((value) => value !== before.status))
  states.set(subjectNumber, { ...before, status, items })
  const delta = { status: [before.status, status], items: [before.items, items] } as const
  return { ...common, change: { kind: 'patch', delta } }
}

const activity = (common: Omit<EventInput, 'change'>, random: () => number, pick: PickOne): EventInput => ({
  ...common,
  verb: `${common.subject.type}.viewed`,
  call: {
    direction: 'in',
    service: 'shop',
    operation: pick(operations),
    method: 'GET',
    statusCode: 200,
    durationMs: Math.floor(random() * 400),
  },
})
