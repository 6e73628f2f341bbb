import { Command } from 'commander';
import { example } from './command.js';
import { settingFlags, withFolder, withJson } from './common-options.js';
import { exitCodes } from './failure.js';
import { printJson } from './print.js';
import { safeText } from './safe-text.js';
import { showCount } from './show-values.js';
export const checkCommand = (environment, end) => withJson(withFolder(new Command('check')))
    .description('show that the log is whole: every digest, revision and delta, snapshots and projections; exit code 1 if not')
    .addHelpText('after', example('annals check --data-dir ./annals-data'))
    .action(async (options) => {
    const { stdout, stderr } = environment;
    const json = options['json'] === true;
    const settings = await environment.settings(settingFlags(options));
    const breaches = [];
    const report = await environment.check({
        dataDir: settings.dataDir.value,
        onBreach: (breach) => {
            if (json)
                breaches.push(breach);
            else
                void stdout.write(`${safeText(showBreach(breach))}\n`);
        },
        onProgress: ({ step, fraction }) => {
            if (stderr.isTty)
                void stderr.write(`\r\u001b[K${safeText(step)}: ${Math.floor(fraction * 100)} %`);
        },
    });
    if (stderr.isTty)
        await stderr.write('\r\u001b[K');
    if (json)
        await printJson(stdout, { ...report, items: breaches });
    else {
        const found = report.breaches === 0
            ? 'all is well'
            : `${showCount(report.breaches)} ${report.breaches === 1 ? 'breach' : 'breaches'}`;
        await stdout.write(`${showCount(report.events)} events in ${showCount(report.streams)} streams: ${found}\n`);
    }
    if (report.breaches > 0)
        end(exitCodes.failed);
});
const showBreach = ({ kind, detail, stream, revision, position }) => {
    const where = [
        stream,
        revision === undefined ? undefined : `revision ${revision}`,
        position === undefined ? undefined : `position ${position}`,
    ];
    const place = where.filter((part) => part !== undefined).join(', ');
    return `${kind}: ${place === '' ? '' : `${place}: `}${detail}`;
};
//# sourceMappingURL=check.js.map