import type { Party, Subject } from '../../domain/event.js'
import { checkVerb } from '../../domain/names.js'
import { refuse } from '../client-failure.js'
import type { ValueOptions } from '../capture/value-copy.js'
import type { ChosenParameters } from './chosen-parameters.js'
import type { HttpRequest, HttpResponse } from './http-request.js'
import { checkedActor } from './known-actor.js'
import type { SelectedRequest, Selection } from './selection.js'
import { selecting } from './selection.js'

/** What is recorded of a request; each may be set for all and set otherwise for a route. */
export interface LogChoices {
  /** `call.served` by default. */
  readonly verb?: string | undefined
  /** What the request was about; the endpoint by default: `{ type: 'endpoint', id: 'PATCH /posts/:id' }`. Asked at the end of the request; undefined: the default. */
  readonly subject?: ((request: HttpRequest, response: HttpResponse) => Subject | undefined) | undefined
  /** Which fields of `params`, `query`, `body` and `headers` are recorded; none by default. */
  readonly parameters?: ChosenParameters | undefined
  /** Which members of a body that was sent by `response.json` are recorded, or all of it (true); nothing by default. */
  readonly result?: true | readonly string[] | undefined
  /** Records type, code and message of the error that `errors` saw (default false: the status alone is recorded). */
  readonly error?: boolean | undefined
  /** Requests that are recorded; all by default. All fields of a selection must hold; of several selections, one. */
  readonly only?: Selection | readonly Selection[] | undefined
  /** Requests that are not, though `only` lets them through. */
  readonly except?: Selection | readonly Selection[] | undefined
}

export interface EndpointLogOptions extends LogChoices, ValueOptions {
  /** The service that these endpoints belong to. */
  readonly service: string
  /** Who acts where the context has nobody; `{ type: 'anonymous', id: 'anonymous' }` by default. */
  readonly anonymous?: Party | undefined
}

export interface LogSettings extends Pick<LogChoices, 'verb' | 'subject' | 'parameters' | 'result'> {
  readonly error: boolean
  readonly selects: (request: SelectedRequest) => boolean
}

/** Throws InvalidInput for what no event may have. */
export const logSettings = (choices: LogChoices): LogSettings => {
  const wrongVerb = choices.verb === undefined ? undefined : checkVerb(choices.verb)
  if (wrongVerb !== undefined) refuse([{ field: 'verb', message: wrongVerb }])
  const { verb, subject, parameters, result, error = false } = choices
  const only = selecting(choices.only, true)
  const except = selecting(choices.except, false)
  return { verb, subject, parameters, result, error, selects: (request) => only(request) && !except(request) }
}

export const anonymousOf = (options: EndpointLogOptions): Party =>
  checkedActor(options.anonymous) ?? { type: 'anonymous', id: 'anonymous' }
