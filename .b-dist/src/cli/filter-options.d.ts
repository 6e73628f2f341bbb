import type { Command } from 'commander';
import type { EventFilter } from '../ports/read-models.js';
import type { TypedOptions } from './common-options.js';
/** All filters of the feed, as options: repeated means either, a trailing `*` makes a prefix, `--not-…` leaves out. */
export declare const withFilters: (command: Command) => Command;
export declare const readFilters: (options: TypedOptions) => Omit<EventFilter, "tenant">;
