/** Measuring and telling: every figure stands beside a bare baseline that ran in the same process a moment before or after. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
export const perSecond = (count, ms) => (count / ms) * 1000;
export const round = (value) => value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
/** `measured` and `baseline` are rates: more is better. */
export const rateFigure = (what, measured, baseline, targetRatio, baselineName) => ({
    what,
    measured: `${round(measured)}/s`,
    baseline: `${round(baseline)}/s (${baselineName})`,
    ratio: `${Math.round((measured / baseline) * 100)} %`,
    target: `at least ${Math.round(targetRatio * 100)} %`,
    met: measured / baseline >= targetRatio,
});
/** `quantile(values, 0.99)`: the smallest value that at least 99 % of the values do not exceed. */
export const quantile = (values, q) => {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
};
export const median = (values) => quantile(values, 0.5);
export const withFolder = async (run) => {
    const folder = mkdtempSync(join(process.env['ANNALS_BENCH_DIR'] ?? tmpdir(), 'annals-bench-'));
    try {
        return await run(folder);
    }
    finally {
        rmSync(folder, { recursive: true, force: true });
    }
};
/** Runs both in turn, `rounds` times, and takes the median of each: what else the machine does hits both alike. */
export const inTurn = async (rounds, measured, baseline) => {
    const [a, b] = [[], []];
    for (let index = 0; index < rounds; index += 1) {
        b.push(await baseline());
        a.push(await measured());
    }
    return { measured: median(a), baseline: median(b) };
};
export const table = (figures) => [
    '| what | Annals | baseline | ratio | target | met |',
    '|---|---|---|---|---|---|',
    ...figures.map(({ what, measured, baseline, ratio, target, met }) => `| ${what} | ${measured} | ${baseline} | ${ratio} | ${target} | ${met ? 'yes' : '**no**'} |`),
].join('\n');
//# sourceMappingURL=measure.js.map