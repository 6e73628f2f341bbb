import type { Either } from 'fp-ts/lib/Either.js';
import type { SettingName } from '../cli/environment.js';
import type { FieldIssue } from '../domain/errors.js';
export type Checked = Either<readonly FieldIssue[], unknown>;
type Check = (value: unknown, field: string) => Checked;
/** What each option may be, by the value that a file has for it. */
export declare const checks: {
    readonly [Name in SettingName]: Check;
};
/** `a.example, b.example`. */
export declare const splitHosts: (list: string) => readonly string[];
export {};
