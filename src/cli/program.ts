import { Command, CommanderError } from 'commander'
import { activityCommand } from './activity.js'
import { backupCommand } from './backup.js'
import { captureCommand } from './capture.js'
import { checkCommand } from './check.js'
import type { CommandFactory } from './command.js'
import { configCommand } from './config.js'
import { copyCommand } from './copy.js'
import { diffCommand } from './diff.js'
import { emitCommand } from './emit.js'
import type { Environment } from './environment.js'
import { exportCommand } from './export.js'
import { CommandFailure, OutputClosed, exitCodes } from './failure.js'
import { facetsCommand } from './facets.js'
import { historyCommand } from './history.js'
import { importCommand } from './import.js'
import { rebuildCommand } from './rebuild.js'
import { restoreCommand } from './restore.js'
import { safeText } from './safe-text.js'
import { serveCommand } from './serve.js'
import { showCommand } from './show.js'
import { statsCommand } from './stats.js'
import { statusCommand } from './status.js'
import { subjectsCommand } from './subjects.js'
import { tokenCommand } from './token.js'
import { transactionCommand } from './transaction.js'

const commands: readonly CommandFactory[] = [
  serveCommand,
  importCommand,
  emitCommand,
  activityCommand,
  exportCommand,
  statsCommand,
  facetsCommand,
  subjectsCommand,
  historyCommand,
  showCommand,
  transactionCommand,
  diffCommand,
  restoreCommand,
  rebuildCommand,
  statusCommand,
  backupCommand,
  copyCommand,
  checkCommand,
  captureCommand,
  tokenCommand,
  configCommand,
]

/** Runs one command line (without the interpreter and the program's name); answers the exit code and never throws. */
export const runProgram = async (environment: Environment, argv: readonly string[]): Promise<number> => {
  let exitCode: number = exitCodes.ok
  // Commander writes synchronously; the writes are awaited before the program ends.
  const writes: Promise<void>[] = []
  const program = new Command('annals')
    .description('An event-sourced audit store: every change an immutable event, every version a read away.')
    .version(environment.version)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void writes.push(environment.stdout.write(text)),
      writeErr: (text) => void writes.push(environment.stderr.write(text)),
      outputError: (text, write) => write(`annals: ${usageError(text)} (see --help)\n`),
      getOutHelpWidth: () => environment.stdout.columns ?? 100,
      getErrHelpWidth: () => environment.stderr.columns ?? 100,
    })
    .addHelpText('after', '\nExample:\n  annals serve --data-dir ./annals-data\n  annals show post/42 --version 3')
  for (const make of commands) {
    const command = make(environment, (code) => (exitCode = code))
    inherit(command, program)
    program.addCommand(command)
  }
  try {
    if (argv.length === 0) program.help({ error: true })
    await program.parseAsync([...argv], { from: 'user' })
    await Promise.all(writes)
    return exitCode
  } catch (error) {
    return endOf(error, environment)
  }
}

/** What commander says of a command line, in one line like every other error. */
const usageError = (text: string): string =>
  safeText(
    text
      .trim()
      .replace(/^error: /, '')
      .replace(/\s*\n\s*/g, ' '),
  )

/** Subcommands made apart from the program share its way to end and to print. */
const inherit = (command: Command, parent: Command): void => {
  command.copyInheritedSettings(parent)
  for (const sub of command.commands) inherit(sub, command)
}

const endOf = async (error: unknown, { stderr }: Environment): Promise<number> => {
  if (error instanceof OutputClosed) return exitCodes.ok
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.badInput
  const exitCode = error instanceof CommandFailure ? error.exitCode : exitCodes.failed
  const message = error instanceof Error ? error.message : String(error)
  await stderr.write(`annals: ${safeText(message)}\n`).catch(() => undefined)
  return exitCode
}
