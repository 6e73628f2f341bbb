import type { Operations } from '../../application/operations.js';
import type { ResourceOptions } from '../resource-options.js';
import type { Handler } from '../route.js';
type Options = Omit<ResourceOptions, 'operations'> & {
    readonly operations: Pick<Operations, 'emit' | 'emitMany'>;
};
/** `POST /v1/events`: one event, an array of them (both `application/json`), or any number as NDJSON (`application/x-ndjson`). */
export declare const postEvents: (options: Options) => Handler;
export {};
