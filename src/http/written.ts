import type { Written } from '../application/operations.js'
import type { Answer } from './answer.js'
import { json } from './answer.js'

/** Whether something was stored by this request: 201 where it was, 200 where it had been stored before nothing changed, or it is left out. */
const isNew = (written: Written): boolean => 'duplicate' in written && !written.duplicate

export const writtenAnswer = (written: Written): Answer => json(isNew(written) ? 201 : 200, written)

export const manyWrittenAnswer = (items: readonly Written[]): Answer => json(items.some(isNew) ? 201 : 200, { items })
