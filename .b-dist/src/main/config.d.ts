import type { Either } from 'fp-ts/lib/Either.js';
import type { SettingFlags, Settings } from '../cli/environment.js';
import type { FieldIssue } from '../domain/errors.js';
export interface ConfigSources {
    readonly flags: SettingFlags;
    readonly environment: Readonly<Record<string, string | undefined>>;
    /** The configuration file's JSON, where there is one, and its name. */
    readonly file?: {
        readonly name: string;
        readonly value: unknown;
    };
}
/**
 * Every option with its value and where it comes from: the flag wins over the environment (an empty variable counts as unset), that over the file, that over
 * the default. Left: everything that is wrong, by flag, variable or pointer into the file. Values that are overruled are checked too.
 */
export declare const resolveConfig: (sources: ConfigSources) => Either<readonly FieldIssue[], Settings>;
