import type { Benchmark } from './measure.js';
/** Durable appends per second of 256 emitters in this process, each awaiting its receipt before it sends the next event. */
export declare const append: Benchmark;
