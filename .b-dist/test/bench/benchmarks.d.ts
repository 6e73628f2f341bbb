import type { Benchmark } from './measure.js';
/** In the order of the table. */
export declare const benchmarks: {
    readonly append: {
        readonly what: "durable appends by 256 concurrent emitters in process";
        readonly load: () => Promise<Benchmark>;
    };
    readonly sequential: {
        readonly what: "one awaited append after another";
        readonly load: () => Promise<Benchmark>;
    };
    readonly http: {
        readonly what: "POST /v1/events one at a time over 64 connections";
        readonly load: () => Promise<Benchmark>;
    };
    readonly bulk: {
        readonly what: "one NDJSON body of many lines";
        readonly load: () => Promise<any>;
    };
    readonly 'loop-delay': {
        readonly what: "delay of the host’s event loop while it records";
        readonly load: () => Promise<any>;
    };
    readonly 'catch-up': {
        readonly what: "projections that catch up with the log";
        readonly load: () => Promise<any>;
    };
    readonly 'time-travel': {
        readonly what: "the state at a version of a long stream";
        readonly load: () => Promise<any>;
    };
    readonly import: {
        readonly what: "import of a file of state history";
        readonly load: () => Promise<any>;
    };
    readonly memory: {
        readonly what: "resident memory of a server with a million events";
        readonly load: () => Promise<any>;
    };
};
export type BenchmarkName = keyof typeof benchmarks;
