import { sql } from 'kysely'
import { formatTime } from '../../../domain/time.js'
import type { TransactionRow } from '../../../ports/read-models.js'
import { tables } from './tables.js'
import type { QueryRunner } from './query-runner.js'

interface StoredRow {
  readonly startedAt: number
  readonly endedAt: number
  readonly events: number
  readonly changes: number
  readonly failures: number
}

/** One transaction as a whole; undefined where no event names it. */
export const transactionRow = (run: QueryRunner, tenant: string, transactionId: string): TransactionRow | undefined => {
  const row = run.first(
    sql<StoredRow>`SELECT * FROM ${tables.transactions} WHERE "tenant" = ${tenant} AND "transactionId" = ${transactionId}`,
  )
  if (row === undefined) return undefined
  const { startedAt, endedAt, events, changes, failures } = row
  return {
    transactionId,
    startedAt: formatTime(startedAt),
    endedAt: formatTime(endedAt),
    events,
    changes,
    failures,
  }
}
