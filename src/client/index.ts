export { createClient } from './create-client.js'
export type { ClientOptions, CommonOptions } from './create-client.js'
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
export { ClientFailure } from './client-failure.js'
export type { ClientError, TransportError } from './client-failure.js'
