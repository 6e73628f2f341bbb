import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET /v1/transactions/{id}`: the whole story of one operation, by occurredAt, then position. */
export declare const getTransaction: (operations: Pick<Operations, "transaction" | "waitFor" | "logId">) => Handler;
