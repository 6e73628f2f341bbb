import type { CommandFactory } from './command.js';
export declare const historyCommand: CommandFactory;
