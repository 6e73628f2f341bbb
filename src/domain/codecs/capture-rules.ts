import type { Either } from 'fp-ts/lib/Either.js'
import type { Context, Validation } from 'io-ts/lib/index.js'
import { failure, failures, success } from 'io-ts/lib/index.js'
import type { Errors } from 'io-ts/lib/index.js'
import type { CaptureRules, PatternLists } from '../capture-rules.js'
import type { FieldIssue } from '../errors.js'
import type { JsonSchema } from '../json-schema.js'
import type { Codec } from './codec.js'
import { codec } from './codec.js'
import { decodeWith } from './decode.js'
import { label } from './scalars.js'
import { added, noContext, strict } from './strict.js'

/** Of one list; and the characters of a pattern, a little more than the longest verb. */
const patternsMax = 200
const pattern = label(130)

const patterns: Codec<readonly string[]> = (() => {
  const validate = (value: unknown, context: Context): Validation<readonly string[]> => {
    if (!Array.isArray(value)) return failure(value, context, 'must be an array of patterns')
    if (value.length > patternsMax) return failure(value, context, `must be at most ${patternsMax} patterns`)
    let errors: Errors | undefined
    for (const [index, one] of (value as readonly unknown[]).entries()) {
      const result = pattern.validate(one, noContext)
      if (result._tag === 'Left') errors = added(errors, context, String(index), result.left)
    }
    return errors === undefined ? success(value as readonly string[]) : failures(errors)
  }
  const schema: JsonSchema = { type: 'array', items: pattern.schema, maxItems: patternsMax }
  return codec(
    'Patterns',
    schema,
    (value): value is readonly string[] => validate(value, noContext)._tag === 'Right',
    validate,
  )
})()

const lists = strict<PatternLists>('PatternLists', {}, { include: patterns, exclude: patterns })
const captureRules = strict<CaptureRules>('CaptureRules', {}, { subjectTypes: lists, verbs: lists, channels: lists })

export const captureRulesSchema: JsonSchema = captureRules.schema

/** Rules for capture, checked whole. Left: every issue, by JSON Pointer. */
export const decodeCaptureRules = (value: unknown): Either<readonly FieldIssue[], CaptureRules> =>
  decodeWith(captureRules, value)
