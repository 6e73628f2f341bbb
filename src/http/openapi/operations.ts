import { healthOperations } from '../health.js'
import { getMetricsOperation } from '../metrics.js'
import { getActivityOperation } from '../resources/activity.js'
import { getCaptureRulesOperation, putCaptureRulesOperation } from '../resources/capture-rules.js'
import { deleteSubjectOperation } from '../resources/delete-subject.js'
import { getCallsOperation } from '../resources/calls.js'
import { getCredentialOperation } from '../resources/credential.js'
import { getDiffOperation } from '../resources/diff.js'
import { getEventOperation } from '../resources/event.js'
import { getFacetsOperation } from '../resources/facets.js'
import { getSubjectOperation } from '../resources/get-subject.js'
import { getHistoryOperation } from '../resources/history.js'
import { getLiveOperation } from '../resources/live.js'
import { postEventsOperation } from '../resources/post-events.js'
import { getRowsOperation } from '../resources/projection-rows.js'
import { getProjectionsOperation, postRebuildOperation } from '../resources/projections.js'
import { putSubjectOperation } from '../resources/put-subject.js'
import { postRestoreOperation } from '../resources/restore.js'
import { getStatsOperation } from '../resources/stats.js'
import { getStatusOperation } from '../resources/status.js'
import { getSubjectsOperation } from '../resources/subjects.js'
import { getTransactionOperation } from '../resources/transaction.js'
import { documentOperations } from './document-operations.js'
import type { Operation } from './operation.js'

/** Every operation that the router of the API has. A route that is not here fails the tests. */
export const routerOperations: readonly Operation[] = [
  postEventsOperation,
  getCaptureRulesOperation,
  putCaptureRulesOperation,
  getSubjectOperation,
  putSubjectOperation,
  deleteSubjectOperation,
  getHistoryOperation,
  getDiffOperation,
  postRestoreOperation,
  getSubjectsOperation,
  getEventOperation,
  getActivityOperation,
  getLiveOperation,
  getStatsOperation,
  getFacetsOperation,
  getTransactionOperation,
  getCallsOperation,
  getCredentialOperation,
  getStatusOperation,
  getProjectionsOperation,
  getRowsOperation,
  postRebuildOperation,
  ...documentOperations,
]

/** Every operation that the server has: those of the router, and its own. */
export const serverOperations: readonly Operation[] = [...routerOperations, ...healthOperations]

/** The same of a server that tells of its metrics. */
export const measuredServerOperations: readonly Operation[] = [...serverOperations, getMetricsOperation]
