import type { TransactionRow } from '../../ports/read-models.js'
import { ask } from './request.js'
import type { Page, StoredEvent } from './shapes.js'

/** An answer of `/v1/transactions/{id}`; times are RFC 3339. */
export interface TransactionPage extends Page<StoredEvent> {
  readonly transaction: TransactionRow
}

export const askTransaction = (
  id: string,
  cursor: string | undefined,
  limit: number,
  signal: AbortSignal,
): Promise<TransactionPage> =>
  ask<TransactionPage>(`/v1/transactions/${encodeURIComponent(id)}`, { cursor, limit }, { signal })
