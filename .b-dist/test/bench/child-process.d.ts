/** The built command line. */
export declare const annalsProgram: string;
export interface RunningProcess {
    readonly url: string;
    readonly pid: number;
    /** Asks it to end and waits until it has; rejects when it does not end well. */
    readonly stop: () => Promise<void>;
}
/** `annals serve` on a data folder, once it is ready. */
export declare const startAnnals: (dataDir: string, nodeOptions?: readonly string[]) => Promise<RunningProcess>;
/** Another of our programs that serves HTTP on the port it is given. */
export declare const startServer: (module: string) => Promise<RunningProcess>;
/** Runs a program to its end; answers the time it took, in ms. */
export declare const runToEnd: (args: readonly string[]) => Promise<number>;
/** Resident memory of a process now, in MB (10^6 bytes), as the kernel counts it (Linux only). */
export declare const residentMb: (pid: number) => number;
