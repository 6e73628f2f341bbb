import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET /v1/subjects/{type}/{id}`: the state now (with an ETag, 304 where the caller has it), at `?version=`, or at `?at=` a time (`by=occurred` or `recorded`). */
export declare const getSubject: (operations: Pick<Operations, "stateAt">) => Handler;
