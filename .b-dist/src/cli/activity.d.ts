import type { CommandFactory } from './command.js';
export declare const activityCommand: CommandFactory;
