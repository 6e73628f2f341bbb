import { Command } from 'commander'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, withFolder, withJson } from './common-options.js'
import { printJson } from './print.js'
import { safeText } from './safe-text.js'
import { showBytes, showCount } from './show-values.js'
import { folderPlace } from './source.js'

export const backupCommand: CommandFactory = (environment) =>
  withJson(withFolder(new Command('backup')))
    .description('copy the log to a file, while the server runs')
    .argument('<file>', 'the file to make; it must not be there yet')
    .addHelpText('after', example('annals backup annals-2026-11-23.db'))
    .action(async (file: string, options: TypedOptions) => {
      const settings = await environment.settings(settingFlags(options))
      const report = await environment.backup({ ...folderPlace(settings), file })
      if (options['json'] === true) await printJson(environment.stdout, { file, ...report })
      else
        await environment.stdout.write(
          `${showCount(report.events)} events, ${showBytes(report.bytes)}: ${safeText(file)}\n`,
        )
    })
