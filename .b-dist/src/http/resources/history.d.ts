import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET …/history`: the subject's changes, oldest first; `include=all` with the activities about it. */
export declare const getHistory: (operations: Pick<Operations, "history" | "logId">) => Handler;
