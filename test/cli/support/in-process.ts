import type { Environment, Output } from '../../../src/cli/environment.js'
import { runProgram } from '../../../src/cli/program.js'
import { cliEnvironment } from '../../../src/main/cli-environment.js'
import type { Ended } from './run-annals.js'
import { jsonOf, listOf } from './run-annals.js'

/** The signals of this process are not for the program. */
const real: Environment = { ...cliEnvironment(), interrupted: () => new AbortController().signal }

/**
 * The program in this process, its output caught; all else is what the program itself gets. For what a command does: a process of its own takes several times as long to start as
 * most of them to run, and is wanted where signals, variables, standard input or the end of the process count.
 */
export const inProcess = async (args: readonly string[], changed: Partial<Environment> = {}): Promise<Ended> => {
  const out: string[] = []
  const err: string[] = []
  const environment = { ...real, stdout: caught(out), stderr: caught(err), ...changed }
  const code = await runProgram(environment, args)
  return { code, stdout: out.join(''), stderr: err.join('') }
}

export const inProcessJson = jsonOf((args) => inProcess(args))
export const inProcessList = listOf((args) => inProcess(args))

export const caught = (texts: string[], terminal: Partial<Output> = {}): Output => ({
  isTty: false,
  columns: undefined,
  color: false,
  write: (text) => {
    texts.push(text)
    return Promise.resolve()
  },
  ...terminal,
})
