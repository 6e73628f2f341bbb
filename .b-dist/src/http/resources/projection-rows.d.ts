import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET /v1/projections/{name}/rows`: a projection's rows, of `?table=` (its first by default), in the order of their key; every other parameter is a column that must equal the value. */
export declare const getRows: (operations: Pick<Operations, "projectionRows" | "waitFor" | "logId">) => Handler;
