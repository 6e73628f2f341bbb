import { Command } from 'commander';
import { example } from './command.js';
import { settingFlags, withFolder, withJson } from './common-options.js';
import { printJson } from './print.js';
import { safeText } from './safe-text.js';
import { showBytes, showCount } from './show-values.js';
export const backupCommand = (environment) => withJson(withFolder(new Command('backup')))
    .description('copy the log to a file, while the server runs')
    .argument('<file>', 'the file to make; it must not be there yet')
    .addHelpText('after', example('annals backup annals-2026-11-23.db'))
    .action(async (file, options) => {
    const settings = await environment.settings(settingFlags(options));
    const report = await environment.backup({ dataDir: settings.dataDir.value, file });
    if (options['json'] === true)
        await printJson(environment.stdout, { file, ...report });
    else
        await environment.stdout.write(`${showCount(report.events)} events, ${showBytes(report.bytes)}: ${safeText(file)}\n`);
});
//# sourceMappingURL=backup.js.map