/**
 * `npm run bench -- [NAME …] [--quick] [--profile DIR]`: runs the named benchmarks (all by default), each in a process of its own, and prints a
 * table. With `--profile` a CPU profile of every thread of that process is written to DIR.
 */
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchmarks } from './benchmarks.js';
import { table } from './measure.js';
const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, profile: { type: 'string' } },
});
const names = Object.keys(benchmarks);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
    console.error(`no such benchmark: ${unknown.join(', ')}. There are: ${names.join(', ')}`);
    process.exit(2);
}
const runOne = (name) => new Promise((resolve, reject) => {
    const profiling = values.profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-interval', '500', '--cpu-prof-dir', values.profile];
    const child = fork(new URL('./run-one.js', import.meta.url), [name, ...(values.quick ? ['--quick'] : [])], {
        execArgv: profiling,
    });
    let figures;
    child.on('message', (message) => (figures = message));
    child.on('exit', (code, signal) => {
        if (code === 0 && figures !== undefined)
            resolve(figures);
        else
            reject(new Error(`${name} ended with ${signal ?? String(code)}`));
    });
});
const startedAt = performance.now();
const figures = [];
const broken = [];
for (const name of names) {
    if (positionals.length > 0 && !positionals.includes(name))
        continue;
    console.error(`${name}: ${benchmarks[name].what}`);
    try {
        figures.push(...(await runOne(name)));
    }
    catch (error) {
        broken.push(error instanceof Error ? error.message : String(error));
    }
}
console.log(`${table(figures)}\n`);
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${seconds} s${values.quick ? ', quick: not to be quoted' : ''}`);
for (const line of broken)
    console.log(`BROKEN: ${line}`);
if (broken.length > 0)
    process.exitCode = 1;
//# sourceMappingURL=run.js.map