export interface Figure {
    readonly what: string;
    readonly measured: string;
    readonly baseline: string;
    readonly ratio: string;
    readonly target: string;
    readonly met: boolean;
}
export declare const perSecond: (count: number, ms: number) => number;
export declare const round: (value: number) => string;
/** `measured` and `baseline` are rates: more is better. */
export declare const rateFigure: (what: string, measured: number, baseline: number, targetRatio: number, baselineName: string) => Figure;
/** `quantile(values, 0.99)`: the smallest value that at least 99 % of the values do not exceed. */
export declare const quantile: (values: readonly number[], q: number) => number;
export declare const median: (values: readonly number[]) => number;
export declare const withFolder: <A>(run: (folder: string) => Promise<A>) => Promise<A>;
/** Runs both in turn, `rounds` times, and takes the median of each: what else the machine does hits both alike. */
export declare const inTurn: (rounds: number, measured: () => Promise<number>, baseline: () => Promise<number>) => Promise<{
    readonly measured: number;
    readonly baseline: number;
}>;
export declare const table: (figures: readonly Figure[]) => string;
