export { openAnnals } from './open-annals.js'
export type { Annals, AnnalsRouterOptions as RouterOptions } from './open-annals.js'
export type { AnnalsOptions } from './annals-options.js'
export { AnnalsFailure } from './annals-failure.js'
export type { CaptureRulesInput, HistoryInput, TenantApi, WhenInput } from './tenant-api.js'
export type { ExportInput, LiveInput } from './tenant-streams.js'
export type { Authorize } from '../http/authorize.js'
export type { HttpLogger } from '../http/logger.js'
export type { Grant, Permission } from '../ports/authorize.js'
export type { AnnalsError, FieldIssue } from '../domain/errors.js'
export type { CaptureRule, CaptureRules, NotCaptured } from '../domain/capture-rules.js'
export type { Delta, ValueChange } from '../domain/delta.js'
export type {
  Call,
  Change,
  Context,
  EventInput,
  EventKind,
  Outcome,
  Party,
  Receipt,
  StoredEvent,
  Subject,
  Unchanged,
} from '../domain/event.js'
export type { Json, State } from '../domain/json.js'
export type { RecordStateInput, RestoreInput } from '../domain/requests.js'
export type { SubjectRules, SubjectRulesByType } from '../domain/subject-rules.js'
export { defineProjection } from '../domain/projection.js'
export type { Projection, Row, RowOperation, TableDefinition } from '../domain/projection.js'
export type {
  CaptureState,
  Operations,
  Restored,
  SubjectState,
  TransactionPage,
  VersionDiff,
  Written,
} from '../application/operations.js'
export type {
  ActivityQuery,
  CallsAnswer,
  CallsItem,
  CallsQuery,
  FeedPlace,
  FieldFilter,
  Page,
  Pattern,
  ProjectionStatus,
  StatsAnswer,
  StatsItem,
  StatsQuery,
  SubjectRow,
  TransactionRow,
} from '../ports/read-models.js'
