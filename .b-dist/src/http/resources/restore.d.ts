import type { Operations } from '../../application/operations.js';
import type { ResourceOptions } from '../resource-options.js';
import type { Handler } from '../route.js';
type Options = Pick<ResourceOptions, 'bodyLimits'> & {
    readonly operations: Pick<Operations, 'restore'>;
};
/** `POST …/restore`: takes the subject back to a version or a time. Takes If-Match. */
export declare const postRestore: ({ operations, bodyLimits }: Options) => Handler;
export {};
