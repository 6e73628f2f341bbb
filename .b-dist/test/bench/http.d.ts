import type { Benchmark } from './measure.js';
/** Requests per second against a server in a process of its own, each request one event; the load comes from this process. */
export declare const http: Benchmark;
