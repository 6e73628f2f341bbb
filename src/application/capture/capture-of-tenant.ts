import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { CaptureCheck } from '../../domain/capture-rules.js'
import { captureCheck, captureEverything, captureSubject } from '../../domain/capture-rules.js'
import { decodeCaptureRules } from '../../domain/codecs/capture-rules.js'
import type { AnnalsError } from '../../domain/errors.js'
import type { State } from '../../domain/json.js'
import { changeStream } from '../../domain/stream-name.js'
import { fromAppendError } from '../error-mapping.js'
import type { WriteContext } from '../write-context.js'

/** The rules that hold in a tenant, as the log has them: read once, then held in memory with the states of other subjects. */
export type CaptureOfTenant = (tenant: string) => Promise<Either<AnnalsError, CaptureCheck>>

export const captureOfTenant = (context: WriteContext): CaptureOfTenant => {
  const checks = new WeakMap<object, CaptureCheck>()
  const loading = new Map<string, ReturnType<CaptureOfTenant>>()

  const checkOf = (state: State | null): CaptureCheck => {
    if (typeof state !== 'object' || state === null) return captureEverything
    const known = checks.get(state)
    if (known !== undefined) return known
    const rules = decodeCaptureRules(state)
    // Only what was checked is written; what a later version wrote and this one cannot read loses nothing.
    const check = E.isLeft(rules) ? captureEverything : captureCheck(rules.right)
    checks.set(state, check)
    return check
  }

  const load = (tenant: string, stream: string): ReturnType<CaptureOfTenant> =>
    context.lines.run([stream], async () => {
      const present = await context.present(tenant, captureSubject, stream)
      if (E.isLeft(present)) return present
      const { fold, lastAppend } = present.right
      const stored = await lastAppend
      if (stored !== undefined && E.isLeft(stored)) return E.left(fromAppendError(stored.left))
      context.states.keep(stream, present.right)
      return E.right(checkOf(fold.state))
    })

  return (tenant) => {
    const stream = changeStream(tenant, captureSubject)
    // Who comes while they are loaded waits behind those who wait already: writes keep the order of their calls.
    const underWay = loading.get(tenant)
    if (underWay !== undefined) return underWay
    const settled = context.settled(stream)
    if (settled !== undefined) return Promise.resolve(E.right(checkOf(settled.state)))
    const loaded = load(tenant, stream)
    loading.set(tenant, loaded)
    const done = (): void => void loading.delete(tenant)
    void loaded.then(done, done)
    return loaded
  }
}
