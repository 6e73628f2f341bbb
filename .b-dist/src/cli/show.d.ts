import type { CommandFactory } from './command.js';
export declare const showCommand: CommandFactory;
