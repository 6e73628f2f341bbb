import type { Operations } from '../../application/operations.js';
import type { ResourceOptions } from '../resource-options.js';
import type { Handler } from '../route.js';
type Options = Pick<ResourceOptions, 'bodyLimits'> & {
    readonly operations: Pick<Operations, 'recordState'>;
};
/** `PUT /v1/subjects/{type}/{id}`: "this is its state now"; a null state deletes. Takes If-Match and `If-None-Match: *`. */
export declare const putSubject: ({ operations, bodyLimits }: Options) => Handler;
export {};
