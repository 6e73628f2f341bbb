import type { Command } from 'commander'
import { Option } from 'commander'
import type { When } from '../application/operations.js'
import { parseChoice, parseInteger, parseTimeOption } from './arguments.js'
import type { TypedOptions } from './common-options.js'
import { textOption } from './common-options.js'
import { badInput } from './failure.js'

export const withWhen = (command: Command): Command =>
  command
    .addOption(new Option('--version <n>', 'the state after change n (from 0)'))
    .addOption(new Option('--at <time>', 'the state at a time (RFC 3339)'))
    .addOption(
      new Option(
        '--by <clock>',
        'with --at: occurred (when it happened) or recorded (when Annals took it) (default: occurred)',
      ),
    )

/** Which version is meant: at most one of --version and --at. */
export const readWhen = (options: TypedOptions): When => {
  const version = textOption(options, 'version')
  const at = textOption(options, 'at')
  const by = textOption(options, 'by')
  if (version !== undefined && at !== undefined) return badInput('--version', 'cannot be combined with --at')
  if (by !== undefined && at === undefined) return badInput('--by', 'goes with --at')
  if (version !== undefined)
    return { _tag: 'Version', version: parseInteger(version, '--version', 0, Number.MAX_SAFE_INTEGER) }
  if (at === undefined) return { _tag: 'Now' }
  return {
    _tag: 'At',
    at: parseTimeOption(at, '--at'),
    by: parseChoice(by ?? 'occurred', '--by', ['occurred', 'recorded']),
  }
}
