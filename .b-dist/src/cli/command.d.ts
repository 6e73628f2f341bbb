import type { Command } from 'commander';
import type { Environment } from './environment.js';
/** Makes one command of the program. It calls `end` with the exit code where that is not 0, and rejects with a CommandFailure where it cannot do its work. */
export type CommandFactory = (environment: Environment, end: (exitCode: number) => void) => Command;
/** The part of a command's help that shows it at work. */
export declare const example: (...lines: readonly string[]) => string;
