/** Measuring and telling: every figure stands beside a bare baseline that ran in the same minute, in turn with what is measured. */
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
    ratio: percent(measured / baseline),
    target: `≥ ${percent(targetRatio)}`,
    met: measured / baseline >= targetRatio,
});
export const percent = (share) => `${Math.round(share * 100)} %`;
/** `quantile(values, 0.99)`: the smallest value that at least 99 % of the values do not exceed. */
export const quantile = (values, q) => {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN;
};
export const median = (values) => quantile(values, 0.5);
/** A fresh folder on the disk that is measured: `ANNALS_BENCH_DIR`, else where temporary files go. */
export const withFolder = async (run) => {
    const folder = mkdtempSync(join(process.env['ANNALS_BENCH_DIR'] ?? tmpdir(), 'annals-bench-'));
    try {
        return await run(folder);
    }
    finally {
        rmSync(folder, { recursive: true, force: true });
    }
};
/**
 * Runs all in turn, `rounds` times, and answers the median of each: what else the machine does hits all alike. Every other round runs in the
 * opposite order, so that none always comes first.
 */
export const interleaved = async (options, rounds, runs) => {
    const names = Object.keys(runs);
    const values = new Map(names.map((name) => [name, []]));
    for (let index = 0; index < rounds; index += 1) {
        for (const name of index % 2 === 0 ? names : [...names].reverse())
            values.get(name)?.push(await runs[name]());
        options.tell(`round ${index + 1}: ${names.map((name) => `${name} ${round(values.get(name)?.[index] ?? 0)}`).join(', ')}`);
    }
    return Object.fromEntries(names.map((name) => [name, median(values.get(name) ?? [])]));
};
export const table = (figures) => [
    '| figure | Annals | baseline | ratio | target | met |',
    '|---|---|---|---|---|---|',
    ...figures.map(({ what, measured, baseline, ratio, target, met }) => `| ${what} | ${measured} | ${baseline} | ${ratio} | ${target} | ${met ? 'yes' : '**no**'} |`),
].join('\n');
//# sourceMappingURL=measure.js.map