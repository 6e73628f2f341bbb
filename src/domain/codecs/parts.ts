import type { Delta } from '../delta.js'
import type { Call, Change, Context, EntryPoint, Failure, Outcome, Party, Subject } from '../event.js'
import type { Json, State } from '../json.js'
import { limits } from '../limits.js'
import type { Codec } from './codec.js'
import { neverSchema } from './codec.js'
import { checked, oneOf } from './scalars.js'
import { strict, tagged } from './strict.js'

/** The scalars and values that an event is made of: within their limits on the way in, of the right type alone on the way out. */
export interface Leaves {
  /** What an object of these leaves is called. */
  readonly named: (part: string) => string
  readonly typeName: Codec<string>
  readonly id: Codec<string>
  readonly text: (maxChars: number) => Codec<string>
  readonly label: (maxChars: number) => Codec<string>
  readonly entryPoint: Codec<EntryPoint>
  readonly statusCode: Codec<number>
  readonly durationMs: Codec<number>
  readonly callValue: Codec<Json>
  readonly state: Codec<State>
  readonly delta: Codec<Delta>
}

export interface Parts {
  readonly subject: Codec<Subject>
  readonly party: Codec<Party>
  readonly outcome: Codec<Outcome>
  readonly context: Codec<Context>
  readonly call: Codec<Call>
  readonly change: Codec<Change>
}

export const parts = (leaf: Leaves): Parts => ({
  subject: strict<Subject>(leaf.named('Subject'), { type: leaf.typeName, id: leaf.id }, {}),
  party: strict<Party>(
    leaf.named('Party'),
    { type: leaf.typeName, id: leaf.id },
    { name: leaf.text(limits.maxNameChars) },
  ),
  outcome: outcome(leaf),
  context: context(leaf),
  call: call(leaf),
  change: change(leaf),
})

type Success = Extract<Outcome, { status: 'success' }> & { readonly error?: never }
type Failed = Extract<Outcome, { status: 'failure' }>

const outcome = (leaf: Leaves): Codec<Outcome> => {
  const failure = strict<Failure>(
    leaf.named('Failure'),
    { message: leaf.text(limits.maxErrorMessageChars) },
    { type: leaf.text(limits.maxErrorTypeChars), code: leaf.text(limits.maxErrorCodeChars) },
  )
  return tagged<Outcome>(leaf.named('Outcome'), 'status', {
    success: strict<Success>(leaf.named('Success'), { status: oneOf('success') }, { error: noError }),
    failure: strict<Failed>(leaf.named('Failed'), { status: oneOf('failure') }, { error: failure }),
  })
}

const noError = checked<never>('NoError', neverSchema, () => 'belongs to a failure: a success has no error')

const context = (leaf: Leaves): Codec<Context> =>
  strict<Context>(
    leaf.named('Context'),
    {},
    {
      ip: leaf.text(limits.maxIpChars),
      userAgent: leaf.text(limits.maxUserAgentChars),
      requestId: leaf.text(limits.maxRequestIdChars),
      traceparent: leaf.text(limits.maxTraceparentChars),
      entryPoint: leaf.entryPoint,
      method: leaf.text(limits.maxMethodChars),
      path: leaf.text(limits.maxPathChars),
      route: leaf.text(limits.maxRouteChars),
    },
  )

const call = (leaf: Leaves): Codec<Call> =>
  strict<Call>(
    leaf.named('Call'),
    {
      direction: oneOf('in', 'out'),
      service: leaf.label(limits.maxServiceChars),
      operation: leaf.label(limits.maxOperationChars),
    },
    {
      method: leaf.text(limits.maxMethodChars),
      statusCode: leaf.statusCode,
      durationMs: leaf.durationMs,
      parameters: leaf.callValue,
      result: leaf.callValue,
    },
  )

const change = (leaf: Leaves): Codec<Change> =>
  tagged<Change>(leaf.named('Change'), 'kind', {
    patch: strict<Extract<Change, { kind: 'patch' }>>(
      leaf.named('Patch'),
      { kind: oneOf('patch'), delta: leaf.delta },
      {},
    ),
    state: strict<Extract<Change, { kind: 'state' }>>(
      leaf.named('StateChange'),
      { kind: oneOf('state'), state: leaf.state },
      {},
    ),
    delete: strict<Extract<Change, { kind: 'delete' }>>(leaf.named('Deletion'), { kind: oneOf('delete') }, {}),
  })
