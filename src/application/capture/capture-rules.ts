import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { CaptureRules } from '../../domain/capture-rules.js'
import { captureSubject } from '../../domain/capture-rules.js'
import { decodeCaptureRules } from '../../domain/codecs/capture-rules.js'
import { isPlainObject } from '../../domain/codecs/strict.js'
import type { AnnalsError, FieldIssue } from '../../domain/errors.js'
import type { EmitPorts } from '../emit.js'
import type { CaptureState, Operations } from '../operations.js'
import { storeState } from '../record-state.js'
import { stateAt } from '../state-at.js'
import type { StatePorts } from '../state-at.js'

/** The rules of a tenant, as `Operations.captureRules` says. */
export const captureRules =
  (ports: StatePorts): Operations['captureRules'] =>
  (tenant) =>
  async (): Promise<Either<AnnalsError, CaptureState>> => {
    const found = await stateAt(ports)(tenant, captureSubject, { _tag: 'Now' })()
    if (E.isRight(found)) {
      const { state, version, recordedAt } = found.right
      return E.right({ rules: (state ?? {}) as CaptureRules, version, recordedAt })
    }
    return found.left._tag === 'SubjectNotFound' || found.left._tag === 'NoState'
      ? E.right({ rules: {}, version: -1, recordedAt: null })
      : found
  }

/** Replaces them, as `Operations.setCaptureRules` says: by a change of the record that they are. */
export const setCaptureRules =
  (ports: EmitPorts): Operations['setCaptureRules'] =>
  (tenant, value, match) =>
  async () => {
    if (!isPlainObject(value)) return refuse([{ field: '', message: 'must be an object' }])
    if (!Object.hasOwn(value, 'rules')) return refuse([{ field: '/rules', message: 'is required' }])
    if (Object.hasOwn(value, 'state')) return refuse([{ field: '/state', message: 'unknown key' }])
    const { rules: given, ...details } = value
    const rules = decodeCaptureRules(given)
    if (E.isLeft(rules)) return refuse(rules.left.map((issue) => ({ ...issue, field: `/rules${issue.field}` })))
    return storeState(ports, tenant, captureSubject, { ...details, state: rules.right }, match)
  }

const refuse = (issues: readonly FieldIssue[]): Either<AnnalsError, never> => E.left({ _tag: 'InvalidInput', issues })
