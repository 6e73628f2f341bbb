import type { CommandFactory } from './command.js';
export declare const serveCommand: CommandFactory;
