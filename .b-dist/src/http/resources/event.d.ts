import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET /v1/events/{id}`: one stored event. */
export declare const getEvent: (operations: Pick<Operations, "eventById">) => Handler;
