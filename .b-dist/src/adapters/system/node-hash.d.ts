import type { Hash } from '../../ports/hash.js';
/** @param redactionKey the data folder's secret: at least 32 bytes. */
export declare const nodeHash: (redactionKey: Uint8Array) => Hash;
