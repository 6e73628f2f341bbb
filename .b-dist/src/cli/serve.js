import { Command } from 'commander';
import { example } from './command.js';
import { settingFlags, withServer } from './common-options.js';
import { failWith } from './failure.js';
import { folderOptions } from './source.js';
export const serveCommand = (environment) => withServer(new Command('serve'))
    .description('serve the HTTP API; SIGTERM or SIGINT ends it once what it took is stored')
    .addHelpText('after', example('annals serve --data-dir ./annals-data --port 7272'))
    .action(async (options) => {
    const settings = await environment.settings(settingFlags(options));
    const signal = environment.interrupted();
    const server = await environment.serve({
        ...folderOptions(settings, 'serve'),
        host: settings.host.value,
        port: settings.port.value,
        allowedHosts: settings.allowedHosts.value,
        logLevel: settings.logLevel.value,
    });
    await environment.stdout.write(`annals listens on ${server.url} (data folder ${settings.dataDir.value})\n`);
    const failure = await Promise.race([aborted(signal), server.failed]);
    await server.close();
    if (failure !== undefined)
        failWith(failure);
});
const aborted = (signal) => new Promise((resolve) => {
    if (signal.aborted)
        resolve(undefined);
    else
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
});
//# sourceMappingURL=serve.js.map