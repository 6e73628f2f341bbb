import type { AnnalsOptions } from './open-annals.js';
export interface ServerOptions extends Omit<AnnalsOptions, 'threads' | 'clock' | 'ids'> {
    /** An address or name of this machine. Beyond loopback at least one token is asked for. */
    readonly host: string;
    /** 0 takes any free port. */
    readonly port: number;
    /** Host names that requests may name besides those of the machine itself. */
    readonly allowedHosts: readonly string[];
    readonly logLevel: string;
}
export interface RunningServer {
    readonly url: string;
    readonly close: () => Promise<void>;
}
/** Nothing to serve others with: the address can be reached from outside, and no token says who may come in. */
export declare class NoTokenError extends Error {
    constructor(host: string);
}
/** Opens a data folder and serves it. Rejects with a NoTokenError, with what `openAnnals` rejects with, or with the system's error where the port is taken. */
export declare const startServer: (options: ServerOptions) => Promise<RunningServer>;
