import type { RequestHandler } from 'express';
import type { Operations } from '../application/operations.js';
/** `GET /healthz`: 200 as long as the process answers. */
export declare const getHealth: RequestHandler;
/** `GET /readyz`: 200 once the log takes appends and every projection has reached what was the log's end when it was opened, 503 with the reasons before. */
export declare const getReadiness: (operations: Pick<Operations, "readiness">) => RequestHandler;
