import type { Environment, Output } from '../../../src/cli/environment.js'
import { runProgram } from '../../../src/cli/program.js'
import { cliEnvironment } from '../../../src/main/cli-environment.js'
import type { Ended } from './run-annals.js'

const real = cliEnvironment()

/** The program in this process, its output caught; all else is what the program itself gets. */
export const inProcess = async (args: readonly string[], changed: Partial<Environment> = {}): Promise<Ended> => {
  const out: string[] = []
  const err: string[] = []
  const environment = { ...real, stdout: caught(out), stderr: caught(err), ...changed }
  const code = await runProgram(environment, args)
  return { code, stdout: out.join(''), stderr: err.join('') }
}

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
