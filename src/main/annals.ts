#!/usr/bin/env node
import { runProgram } from '../cli/program.js'
import { cliEnvironment } from './cli-environment.js'

// Connections and threads that linger do not keep a finished command alive; on POSIX what was written to the standard streams is out by now.
process.exit(await runProgram(cliEnvironment(), process.argv.slice(2)))
