import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET /v1/subjects`: what subjects there are, of a `type`, `deleted` or not. */
export declare const getSubjects: (operations: Pick<Operations, "subjects" | "waitFor" | "logId">) => Handler;
