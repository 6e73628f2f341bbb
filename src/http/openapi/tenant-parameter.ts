import { checkTenant } from '../../domain/names.js'
import { checked, described, optional } from '../parameters.js'
import type { Shapes } from './operation.js'
import { shapesOf } from './operation.js'

/** `tenant`, which every operation takes that needs a credential. */
export const tenantInQuery: Shapes = shapesOf({
  tenant: described(
    optional(checked(checkTenant)),
    'The tenant of the credential. Another one is 403; without tokens it chooses the tenant, which is `default` otherwise.',
  ),
})
