import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { stringSchema } from '../../domain/json-schema.js'
import type { Grant } from '../../ports/authorize.js'
import { permissions } from '../../ports/authorize.js'
import { ok } from '../answer.js'
import type { Operation } from '../openapi/operation.js'
import { jsonAnswer } from '../openapi/operation.js'
import { partySchema, record } from '../openapi/schemas.js'
import { decodeParameters, invalid } from '../parameters.js'
import type { Handler } from '../route.js'

const credentialSchema = record<Grant>(
  'Credential',
  {
    tenant: stringSchema,
    can: { type: 'array', items: { type: 'string', enum: permissions }, description: 'Its permissions.' },
  },
  { actor: partySchema },
)

export const getCredentialOperation: Operation = {
  method: 'get',
  path: '/v1/credential',
  id: 'getCredential',
  tag: 'Server',
  summary: 'What the caller may do',
  description: 'The tenant, the permissions and the actor of the credential that the request came with.',
  permission: 'any',
  answers: { 200: jsonAnswer('The credential, without its secret.', credentialSchema) },
}

/** `GET /v1/credential`: for whoever builds a page on the API, so that it offers nothing that would be refused. */
export const getCredential: Handler = ({ parameters, grant, tenant }) =>
  pipe(
    decodeParameters(parameters, {}),
    E.bimap(invalid, () =>
      ok({ tenant, can: grant.can, ...(grant.actor === undefined ? {} : { actor: grant.actor }) }),
    ),
    TE.fromEither,
  )
