import type { CommandFactory } from './command.js';
export declare const checkCommand: CommandFactory;
