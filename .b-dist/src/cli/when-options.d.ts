import type { Command } from 'commander';
import type { When } from '../application/operations.js';
import type { TypedOptions } from './common-options.js';
export declare const withWhen: (command: Command) => Command;
/** Which version is meant: at most one of --version and --at. */
export declare const readWhen: (options: TypedOptions) => When;
