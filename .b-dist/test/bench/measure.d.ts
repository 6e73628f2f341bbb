export interface Figure {
    readonly what: string;
    readonly measured: string;
    readonly baseline: string;
    readonly ratio: string;
    readonly target: string;
    readonly met: boolean;
}
export interface BenchOptions {
    /** Smaller and less exact, to see that everything runs. */
    readonly quick: boolean;
    /** One line for whoever waits. */
    readonly tell: (line: string) => void;
}
/** One file, one benchmark; it runs in a process of its own. */
export interface Benchmark {
    readonly run: (options: BenchOptions) => Promise<readonly Figure[]>;
}
export declare const perSecond: (count: number, ms: number) => number;
export declare const round: (value: number) => string;
/** `measured` and `baseline` are rates: more is better. */
export declare const rateFigure: (what: string, measured: number, baseline: number, targetRatio: number, baselineName: string) => Figure;
export declare const percent: (share: number) => string;
/** `quantile(values, 0.99)`: the smallest value that at least 99 % of the values do not exceed. */
export declare const quantile: (values: readonly number[], q: number) => number;
export declare const median: (values: readonly number[]) => number;
/** A fresh folder on the disk that is measured: `ANNALS_BENCH_DIR`, else where temporary files go. */
export declare const withFolder: <A>(run: (folder: string) => Promise<A> | A) => Promise<A>;
/**
 * Runs all in turn, `rounds` times, and answers the median of each: what else the machine does hits all alike. Every other round runs in the
 * opposite order, so that none always comes first.
 */
export declare const interleaved: <Name extends string>(options: BenchOptions, rounds: number, runs: Readonly<Record<Name, () => Promise<number>>>) => Promise<Readonly<Record<Name, number>>>;
export declare const table: (figures: readonly Figure[]) => string;
