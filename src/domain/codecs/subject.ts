import type { Either } from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../errors.js'
import type { Subject } from '../event.js'
import { decodeWith } from './decode.js'
import { inputParts } from './input-parts.js'

/** `{ type, id }`. Left: every issue, by JSON Pointer (`/type`, `/id`). */
export const decodeSubject = (value: unknown): Either<readonly FieldIssue[], Subject> =>
  decodeWith(inputParts.subject, value)
