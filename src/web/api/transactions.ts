import { ask } from './request.js'
import type { Page, StoredEvent } from './shapes.js'

/** An answer of `/v1/transactions/{id}`; times are RFC 3339. */
export interface TransactionPage extends Page<StoredEvent> {
  readonly transaction: {
    readonly transactionId: string
    readonly startedAt: string
    readonly endedAt: string
    readonly events: number
    readonly changes: number
    readonly failures: number
  }
}

export const askTransaction = (
  id: string,
  cursor: string | undefined,
  limit: number,
  signal: AbortSignal,
): Promise<TransactionPage> =>
  ask<TransactionPage>(`/v1/transactions/${encodeURIComponent(id)}`, { cursor, limit }, { signal })
