import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET /v1/activity`: the feed, by any combination of filters. */
export declare const getActivity: (operations: Pick<Operations, "activity" | "waitFor" | "logId">) => Handler;
