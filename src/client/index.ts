export { createClient } from './create-client.js'
export type { ClientOptions, CommonOptions } from './create-client.js'
export type { CaptureOptions } from './capture/client-capture.js'
export type { HttpOptions, RetryOptions } from './http/http-options.js'
export type { Store } from './in-process/store.js'
export type {
  ActivityOptions,
  AfterOptions,
  AnnalsClient,
  ChangeDetails,
  EmitInput,
  FilterOptions,
  HistoryOptions,
  LimitOptions,
  LiveOptions,
  Recorded,
  RestoreOptions,
  StateDetails,
  StatsOptions,
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
