import type { CopyValue } from '../capture/value-copy.js'
import type { CallDetails, CallObserver, RecordedCall } from './recorded-call.js'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the only type that every function has
export type AnyFunction = (...args: any[]) => unknown

export interface AuditedOptions<Fn extends AnyFunction> extends CallDetails {
  readonly service: string
  /** The function's name by default. */
  readonly operation?: string | undefined
  readonly direction?: 'in' | 'out' | undefined
  /** What to record of the arguments; nothing by default. */
  readonly parameters?: ((...args: Parameters<Fn>) => unknown) | undefined
  /** What to record of the answer; nothing by default. */
  readonly result?: ((answer: Awaited<ReturnType<Fn>>) => unknown) | undefined
}

export interface AuditedParts extends CallObserver {
  readonly copy: CopyValue
}

/**
 * A call ends when its promise settles; what is no promise (a stream, a query that begins when it is awaited) is recorded when it is given back. `parameters` sees the arguments before the function
 * does: what it changes in them is not recorded. Where one of them throws, the call is recorded without, and the error is told.
 */
export const auditedWith = <Fn extends AnyFunction>(
  recorder: AuditedParts,
  fn: Fn,
  options: AuditedOptions<Fn>,
): Fn => {
  const { parameters, result, operation = fn.name || 'anonymous', ...details } = options

  const begin = (args: Parameters<Fn>) => {
    const startedAt = recorder.now()
    const since = performance.now()
    const chosen = parameters && safely(recorder, () => recorder.copy(parameters(...args)))
    return (end: Partial<RecordedCall>): void =>
      recorder.observe({
        ...details,
        operation,
        startedAt,
        durationMs: performance.now() - since,
        parameters: chosen,
        ...end,
      })
  }
  const answered = (answer: unknown): Partial<RecordedCall> =>
    result ? { result: safely(recorder, () => result(answer as Awaited<ReturnType<Fn>>)) } : {}

  const audited = function (this: unknown, ...args: Parameters<Fn>): unknown {
    const end = begin(args)
    try {
      const answer = fn.apply(this, args)
      if (isPromise(answer))
        return answer.then(
          (value) => {
            end(answered(value))
            return value
          },
          (error: unknown) => {
            end(failedWith(error))
            throw error
          },
        )
      end(answered(answer))
      return answer
    } catch (error) {
      end(failedWith(error))
      throw error
    }
  }
  Object.defineProperties(audited, {
    name: { value: fn.name, configurable: true },
    length: { value: fn.length, configurable: true },
  })
  return audited as Fn
}

/** `throw undefined` is a failure, too. */
const failedWith = (error: unknown): Partial<RecordedCall> => ({ failed: true, error: error ?? String(error) })

/** Also one of another realm. Other things with a `then` may only begin their work when that is called. */
const isPromise = (value: unknown): value is Promise<unknown> =>
  value instanceof Promise || Object.prototype.toString.call(value) === '[object Promise]'

const safely = <A>(recorder: AuditedParts, choose: () => A): A | undefined => {
  try {
    return choose()
  } catch (error) {
    recorder.tell(error)
    return undefined
  }
}
