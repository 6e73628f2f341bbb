import type { Environment, InputFile } from '../environment.js';
import type { Writing } from '../source.js';
import type { PreparePorts } from './prepare-lines.js';
export interface ImportSummary {
    /** Lines that were read, blank ones left out. */
    readonly lines: number;
    readonly appended: number;
    /** Stored by an earlier run. */
    readonly duplicates: number;
    /** Left their subject as it was. */
    readonly unchanged: number;
    readonly rejected: number;
    readonly seconds: number;
    /** Why it ended before the end of the file. */
    readonly stopped?: {
        readonly reason: string;
        readonly interrupted: boolean;
    };
}
export interface ImportOptions {
    readonly file: InputFile;
    readonly writing: Pick<Writing, 'emit' | 'emitMany'>;
    readonly rules: PreparePorts['rules'];
    /** End at the first line that is rejected. */
    readonly strict: boolean;
    readonly signal: AbortSignal;
}
type ImportEnvironment = Pick<Environment, 'stderr' | 'clock' | 'ids' | 'hash'>;
/** Imports a file of state history; never throws for what the file or the store says: the summary tells. */
export declare const runImport: (environment: ImportEnvironment, options: ImportOptions) => Promise<ImportSummary>;
export {};
