import type { Either } from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../errors.js'
import type { JsonSchema } from '../json-schema.js'
import type { RestoreInput } from '../requests.js'
import type { Rules } from './decode.js'
import { decodeWith } from './decode.js'
import { commonFields, inputParts } from './input-parts.js'
import { boolean, integer, oneOf, time } from './scalars.js'
import { strict } from './strict.js'

const restoreInput = strict<RestoreInput>(
  'RestoreInput',
  { actor: inputParts.party },
  {
    ...commonFields,
    version: integer(0, Number.MAX_SAFE_INTEGER),
    at: time,
    by: oneOf('occurred', 'recorded'),
    dryRun: boolean,
  },
)

export const restoreInputSchema: JsonSchema = {
  ...restoreInput.schema,
  description: 'Exactly one of `version` and `at`; `by` goes with `at`.',
  oneOf: [{ required: ['version'] }, { required: ['at'] }],
  dependentRequired: { by: ['at'] },
}

/** To which version, or the version of which time, a subject is to be taken back. Left: every issue, by JSON Pointer. */
export const decodeRestoreInput = (value: unknown): Either<readonly FieldIssue[], RestoreInput> =>
  decodeWith(restoreInput, value, rules)

const rules: Rules = (sent) => {
  const version = Object.hasOwn(sent, 'version')
  const at = Object.hasOwn(sent, 'at')
  const issues: FieldIssue[] = []
  if (version && at) issues.push({ field: '/at', message: 'must not be there beside a version' })
  if (!version && !at) issues.push({ field: '/version', message: 'is required, or else "at"' })
  if (!at && Object.hasOwn(sent, 'by')) issues.push({ field: '/by', message: 'goes with "at" alone' })
  return issues
}
