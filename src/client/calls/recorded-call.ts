import type { Failure, Party, Subject } from '../../domain/event.js'
import { limits } from '../../domain/limits.js'
import type { EmitInput } from '../annals-client.js'
import { cleanId, cleanText } from '../capture/clean-text.js'
import { failureOf } from '../capture/failure-of.js'
import type { CopyValue } from '../capture/value-copy.js'
import { present } from '../present.js'

/** A call that was made (`out`, the default) or served (`in`). */
export interface RecordedCall extends CallDetails {
  readonly service: string
  readonly operation: string
  readonly direction?: 'in' | 'out' | undefined
  readonly method?: string | undefined
  /** 0 to 999. */
  readonly statusCode?: number | undefined
  readonly durationMs?: number | undefined
  /** When it began: ms since the epoch. Without it `durationMs` ago, or now. */
  readonly startedAt?: number | undefined
  /** Any value: copied as JSON, redacted, cut at `maxValueBytes`. */
  readonly parameters?: unknown
  readonly result?: unknown
  /** What was thrown: the call has failed. */
  readonly error?: unknown
  /** Failed or not; by default where there is an `error`, or a status of 400 or more. */
  readonly failed?: boolean | undefined
}

/** Takes calls from who does not wait. */
export interface CallObserver {
  /** Failures are told to `onError` and counted. Never throws. */
  readonly observe: (call: RecordedCall) => void
  /** A capture has failed. */
  readonly tell: (error: unknown) => void
  /** ms since the epoch. */
  readonly now: () => number
}

/** What may be said of a call in advance. */
export interface CallDetails {
  /** `call.made` or `call.served` by default. */
  readonly verb?: string | undefined
  /** What the call is about; the service by default: `{ type: 'service', id: service }`. */
  readonly subject?: Subject | undefined
  /** The context's by default. */
  readonly actor?: Party | undefined
  readonly channel?: string | undefined
  readonly reason?: string | undefined
}

/** The event of a call. `actor` is who acts where neither the call nor the context says so. */
export const callEvent = (call: RecordedCall, copyValue: CopyValue, now: number, actor?: Party): EmitInput => {
  const { direction = 'out', durationMs } = call
  const service = cleanText(call.service, limits.maxServiceChars) || 'unknown'
  const startedAt = call.startedAt ?? now - (durationMs ?? 0)
  const { channel, reason } = call
  const who = call.actor ?? actor
  return {
    subject: call.subject ?? { type: 'service', id: cleanId(service, limits.maxIdBytes) },
    verb: call.verb ?? (direction === 'in' ? 'call.served' : 'call.made'),
    occurredAt: new Date(startedAt),
    outcome: outcomeOf(call),
    call: {
      direction,
      service,
      operation: cleanText(call.operation, limits.maxOperationChars) || 'unknown',
      ...present('method', call.method === undefined ? undefined : cleanText(call.method, limits.maxMethodChars)),
      ...present('statusCode', call.statusCode),
      ...present('durationMs', durationMs === undefined ? undefined : toMicroseconds(durationMs)),
      ...present('parameters', call.parameters === undefined ? undefined : copyValue(call.parameters)),
      ...present('result', call.result === undefined ? undefined : copyValue(call.result)),
    },
    ...present('actor', who),
    ...present('channel', channel),
    ...present('reason', reason),
  }
}

const outcomeOf = (call: RecordedCall): EmitInput['outcome'] => {
  const { error, statusCode } = call
  if (!(call.failed ?? (error !== undefined || (statusCode ?? 0) >= 400))) return { status: 'success' }
  const told = error ?? (statusCode === undefined ? undefined : `HTTP ${statusCode}`)
  if (told === undefined) return { status: 'failure' }
  const failure: Failure = isFailure(told) ? told : failureOf(told)
  return {
    status: 'failure',
    error: failure.code === undefined && statusCode !== undefined ? { ...failure, code: String(statusCode) } : failure,
  }
}

/** Made by `failureOf` or by hand: told as it is. */
const isFailure = (told: unknown): told is Failure =>
  typeof told === 'object' && told !== null && Object.getPrototypeOf(told) === Object.prototype && 'message' in told

/** Clocks of processes differ by more. */
const toMicroseconds = (ms: number): number =>
  Math.min(limits.maxDurationMs, Math.max(0, Math.round(ms * 1_000) / 1_000))
