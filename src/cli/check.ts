import { Command } from 'commander'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, withFolder, withJson, withProjections } from './common-options.js'
import type { Breach } from './environment.js'
import { exitCodes } from './failure.js'
import { printJson } from './print.js'
import { safeText } from './safe-text.js'
import { showCount } from './show-values.js'
import { folderPlace } from './source.js'

export const checkCommand: CommandFactory = (environment, end) =>
  withJson(withProjections(withFolder(new Command('check'))))
    .description(
      'show that the log is whole: every digest, revision and delta, snapshots and projections; exit code 1 if not',
    )
    .addHelpText('after', example('annals check --data-dir ./annals-data'))
    .action(async (options: TypedOptions) => {
      const { stdout, stderr } = environment
      const json = options['json'] === true
      const settings = await environment.settings(settingFlags(options))
      const breaches: Breach[] = []
      const report = await environment.check({
        ...folderPlace(settings),
        projections: settings.projections.value,
        onBreach: (breach) => {
          if (json) breaches.push(breach)
          else void stdout.write(`${safeText(showBreach(breach))}\n`)
        },
        onProgress: ({ step, fraction }) => {
          if (stderr.isTty) void stderr.write(`\r\u001b[K${safeText(step)}: ${Math.floor(fraction * 100)} %`)
        },
      })
      if (stderr.isTty) await stderr.write('\r\u001b[K')
      if (json) await printJson(stdout, { ...report, items: breaches })
      else {
        const found =
          report.breaches === 0
            ? 'all is well'
            : `${showCount(report.breaches)} ${report.breaches === 1 ? 'breach' : 'breaches'}`
        await stdout.write(`${showCount(report.events)} events in ${showCount(report.streams)} streams: ${found}\n`)
      }
      if (report.breaches > 0) end(exitCodes.failed)
    })

const showBreach = ({ kind, detail, stream, revision, position }: Breach): string => {
  const where = [
    stream,
    revision === undefined ? undefined : `revision ${revision}`,
    position === undefined ? undefined : `position ${position}`,
  ]
  const place = where.filter((part) => part !== undefined).join(', ')
  return `${kind}: ${place === '' ? '' : `${place}: `}${detail}`
}
