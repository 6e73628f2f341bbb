import type { Command } from 'commander';
import { Option } from 'commander';
import type { SettingFlags } from './environment.js';
/** What commander hands an action: the options that were typed, by name. */
export type TypedOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
/** Collects a repeatable option's values. */
export declare const collect: (value: string, before: readonly string[] | undefined) => readonly string[];
export declare const repeatable: (flags: string, description: string) => Option;
/** A command that works on a data folder alone. */
export declare const withFolder: (command: Command) => Command;
/** A command that works on a data folder, or on a server with `--url`. */
export declare const withSource: (command: Command) => Command;
export declare const withTenant: (command: Command) => Command;
export declare const withJson: (command: Command) => Command;
/** The options of `serve`. */
export declare const withServer: (command: Command) => Command;
/** The settings among a command's options, as they were typed. */
export declare const settingFlags: (options: TypedOptions) => SettingFlags;
/** An option's text, where it was typed. */
export declare const textOption: (options: TypedOptions, name: string) => string | undefined;
export declare const listOption: (options: TypedOptions, name: string) => readonly string[];
