export { createClient } from './create-client.js'
export type { ClientOptions, CommonOptions } from './create-client.js'
export type { CaptureOptions } from './capture/client-capture.js'
export type { HttpOptions, RetryOptions } from './http/http-options.js'
export type { Backlog, DeliveryOptions } from './delivery/delivery-options.js'
export type { Left } from './delivery/outbox.js'
export type { RefusedLetter, SpoolDamage, SpoolSource } from '../ports/spool.js'
export type { Store } from './in-process/store.js'
export type {
  ActivityOptions,
  AfterOptions,
  AnnalsClient,
  ChangeDetails,
  EmitInput,
  FilterOptions,
  FlushOptions,
  HistoryOptions,
  LimitOptions,
  LiveOptions,
  Recorded,
  RestoreOptions,
  StateDetails,
  StatsOptions,
  Taken,
  Transaction,
  WhenOptions,
} from './annals-client.js'
export {
  captureContext,
  currentContext,
  runWithContext,
  withActor,
  withContext,
  withTransaction,
} from './context/context.js'
export type { AuditContext } from './context/audit-context.js'
export type { CaptureRule, CaptureRules, NotCaptured } from '../domain/capture-rules.js'
export { ClientFailure } from './client-failure.js'
export type { ClientError, TransportError } from './client-failure.js'
export { createCallRecorder } from './calls/call-recorder.js'
export type {
  AuditedFetchOptions,
  AuditedOptions,
  CallRecorder,
  CallRecorderOptions,
  OutboundOptions,
} from './calls/call-recorder.js'
export type { CallDetails, RecordedCall } from './calls/recorded-call.js'
export type { OutboundRequest } from './calls/outbound.js'
export type { CaptureCounts, Emitter } from './capture/emitter.js'
export type { RedactionOptions } from './capture/value-copy.js'
export { sensitiveKeys } from './capture/value-copy.js'
