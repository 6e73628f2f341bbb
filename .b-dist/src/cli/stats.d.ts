import type { CommandFactory } from './command.js';
export declare const statsCommand: CommandFactory;
