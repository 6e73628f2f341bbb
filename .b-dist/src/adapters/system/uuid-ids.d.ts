import type { IdSource } from '../../ports/id-source.js';
export declare const uuidIds: IdSource;
