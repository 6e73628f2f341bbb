import type { Benchmark } from './measure.js';
/** One emitter that awaits each receipt: what a single caller sees. */
export declare const sequential: Benchmark;
