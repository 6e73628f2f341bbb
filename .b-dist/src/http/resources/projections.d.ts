import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET /v1/projections`: what projections there are, how far each has read and how far it is behind. */
export declare const getProjections: (operations: Pick<Operations, "projections">) => Handler;
/** `POST /v1/projections/{name}/rebuild`: begins to build its rows anew beside the live ones; `GET /v1/projections` shows how far it is. */
export declare const postRebuild: (operations: Pick<Operations, "rebuild">) => Handler;
