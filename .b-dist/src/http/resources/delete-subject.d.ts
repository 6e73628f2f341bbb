import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `DELETE /v1/subjects/{type}/{id}`: appends the deletion. What the event says is in the parameters, since a DELETE has no body. */
export declare const deleteSubject: (operations: Pick<Operations, "recordState">) => Handler;
