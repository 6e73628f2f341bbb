import type { CommandFactory } from './command.js';
export declare const emitCommand: CommandFactory;
