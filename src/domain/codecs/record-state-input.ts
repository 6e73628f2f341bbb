import type { Either } from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../errors.js'
import type { JsonSchema } from '../json-schema.js'
import type { RecordStateInput } from '../requests.js'
import { decodeWith } from './decode.js'
import { commonFields, inputParts } from './input-parts.js'
import { oneOf } from './scalars.js'
import { strict } from './strict.js'
import { stateOrNull } from './values.js'

const recordStateInput = strict<RecordStateInput>(
  'RecordStateInput',
  { actor: inputParts.party, state: stateOrNull },
  { ...commonFields, onMismatch: oneOf('reject', 'keep') },
)

export const recordStateInputSchema: JsonSchema = recordStateInput.schema

/** "This is its state now": checked whole. Left: every issue, by JSON Pointer. */
export const decodeRecordStateInput = (value: unknown): Either<readonly FieldIssue[], RecordStateInput> =>
  decodeWith(recordStateInput, value)
