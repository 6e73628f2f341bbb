import type { Command } from 'commander'
import { Option } from 'commander'
import { parseInteger } from './arguments.js'
import type { TypedOptions } from './common-options.js'
import { textOption } from './common-options.js'
import { badInput } from './failure.js'

const defaultLimit = 50
const largestLimit = 1_000_000

export const withLimit = (command: Command): Command =>
  command
    .addOption(new Option('--limit <n>', `at most so many (default: ${defaultLimit})`))
    .addOption(new Option('--all', 'all of them'))

/** How many items to read at most; undefined for all. */
export const readLimit = (options: TypedOptions): number | undefined => {
  const text = textOption(options, 'limit')
  if (options['all'] === true)
    return text === undefined ? undefined : badInput('--limit', 'cannot be combined with --all')
  return text === undefined ? defaultLimit : parseInteger(text, '--limit', 1, largestLimit)
}
