import type { Command } from 'commander';
import type { TypedOptions } from './common-options.js';
export declare const withLimit: (command: Command) => Command;
/** How many items to read at most; undefined for all. */
export declare const readLimit: (options: TypedOptions) => number | undefined;
