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
