/** One benchmark in this process; its figures go to the parent. */
import { benchmarks } from './benchmarks.js';
const name = process.argv[2];
const benchmark = await benchmarks[name].load();
const figures = await benchmark.run({
    quick: process.argv.includes('--quick'),
    tell: (line) => console.error(`  ${name}: ${line}`),
});
process.send?.(figures);
process.disconnect();
//# sourceMappingURL=run-one.js.map