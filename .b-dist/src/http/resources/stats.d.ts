import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET /v1/stats`: counts by up to two fields and over time, by the filters of the feed. */
export declare const getStats: (operations: Pick<Operations, "stats" | "waitFor">) => Handler;
