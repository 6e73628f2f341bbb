import type { Operations } from '../../application/operations.js';
import type { Handler } from '../route.js';
/** `GET …/diff?from=&to=`: what changed between two versions, in either direction. */
export declare const getDiff: (operations: Pick<Operations, "diff">) => Handler;
