import { Command } from 'commander'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, withServer } from './common-options.js'
import type { ServeOptions, Settings } from './environment.js'
import { badInput } from './failure.js'
import { safeText } from './safe-text.js'
import { folderOptions } from './source.js'

export const serveCommand: CommandFactory = (environment) =>
  withServer(new Command('serve'))
    .description('serve the HTTP API; SIGTERM or SIGINT ends it once what it took is stored')
    .addHelpText('after', example('annals serve --data-dir ./annals-data --port 7272'))
    .action(async (options: TypedOptions) => {
      const settings = await environment.settings(settingFlags(options))
      const signal = environment.interrupted()
      const server = await environment.serve({
        ...folderOptions(settings, 'serve'),
        host: settings.host.value,
        port: settings.port.value,
        allowedHosts: settings.allowedHosts.value,
        logLevel: settings.logLevel.value,
        eventStoreDb: eventStoreDbOf(settings),
      })
      await environment.stdout.write(
        `annals listens on ${server.url} (data folder ${safeText(settings.dataDir.value)})\n`,
      )
      if (server.connectionString !== undefined)
        await environment.stdout.write(`EventStoreDB clients connect to ${server.connectionString}\n`)
      await aborted(signal)
      await server.close()
    })

const eventStoreDbOf = ({ eventstoredbPort, eventstoredbGuard, log }: Settings): ServeOptions['eventStoreDb'] => {
  const { value: port, from } = eventstoredbPort
  if (port === undefined) return undefined
  if (log.value !== undefined)
    badInput(
      from ?? 'eventstoredbPort',
      'serves a log in the data folder alone: the clients of this one go to EventStoreDB',
    )
  return { port, guard: eventstoredbGuard.value }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
