import type { Environment } from './environment.js';
/** Runs one command line (without the interpreter and the program's name); answers the exit code and never throws. */
export declare const runProgram: (environment: Environment, argv: readonly string[]) => Promise<number>;
