import type { Type } from 'io-ts/lib/index.js'
import type { Delta } from '../delta.js'
import type { Call, Change, Context, EntryPoint, Failure, Outcome, Party, Subject } from '../event.js'
import type { Json, State } from '../json.js'
import { limits } from '../limits.js'
import { checked, oneOf } from './scalars.js'
import { strict, tagged } from './strict.js'

/** The scalars and values that an event is made of: within their limits on the way in, of the right type alone on the way out. */
export interface Leaves {
  readonly typeName: Type<string>
  readonly id: Type<string>
  readonly text: (maxChars: number) => Type<string>
  readonly label: (maxChars: number) => Type<string>
  readonly entryPoint: Type<EntryPoint>
  readonly statusCode: Type<number>
  readonly durationMs: Type<number>
  readonly callValue: Type<Json>
  readonly state: Type<State>
  readonly delta: Type<Delta>
}

export interface Parts {
  readonly subject: Type<Subject>
  readonly party: Type<Party>
  readonly outcome: Type<Outcome>
  readonly context: Type<Context>
  readonly call: Type<Call>
  readonly change: Type<Change>
}

export const parts = (leaf: Leaves): Parts => ({
  subject: strict<Subject>('Subject', { type: leaf.typeName, id: leaf.id }, {}),
  party: strict<Party>('Party', { type: leaf.typeName, id: leaf.id }, { name: leaf.text(limits.maxNameChars) }),
  outcome: outcome(leaf),
  context: context(leaf),
  call: call(leaf),
  change: change(leaf),
})

type Success = Extract<Outcome, { status: 'success' }> & { readonly error?: never }
type Failed = Extract<Outcome, { status: 'failure' }>

const outcome = (leaf: Leaves): Type<Outcome> => {
  const failure = strict<Failure>(
    'Failure',
    { message: leaf.text(limits.maxErrorMessageChars) },
    { type: leaf.text(limits.maxErrorTypeChars), code: leaf.text(limits.maxErrorCodeChars) },
  )
  return tagged<Outcome>('Outcome', 'status', {
    success: strict<Success>('Success', { status: oneOf('success') }, { error: noError }),
    failure: strict<Failed>('Failed', { status: oneOf('failure') }, { error: failure }),
  })
}

const noError = checked<never>('NoError', () => 'belongs to a failure: a success has no error')

const context = (leaf: Leaves): Type<Context> =>
  strict<Context>(
    'Context',
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

const call = (leaf: Leaves): Type<Call> =>
  strict<Call>(
    'Call',
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

const change = (leaf: Leaves): Type<Change> =>
  tagged<Change>('Change', 'kind', {
    patch: strict<Extract<Change, { kind: 'patch' }>>('Patch', { kind: oneOf('patch'), delta: leaf.delta }, {}),
    state: strict<Extract<Change, { kind: 'state' }>>('StateChange', { kind: oneOf('state'), state: leaf.state }, {}),
    delete: strict<Extract<Change, { kind: 'delete' }>>('Deletion', { kind: oneOf('delete') }, {}),
  })
