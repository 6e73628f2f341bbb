import type { CommandFactory } from './command.js';
export declare const configCommand: CommandFactory;
