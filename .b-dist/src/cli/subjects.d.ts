import type { CommandFactory } from './command.js';
export declare const subjectsCommand: CommandFactory;
