#!/usr/bin/env node
import { runProgram } from '../cli/program.js'
import { cliEnvironment } from './cli-environment.js'
import { flushed } from './output.js'

const code = await runProgram(cliEnvironment(), process.argv.slice(2))
await Promise.all([process.stdout, process.stderr].map(flushed))
// Connections and threads that linger do not keep a finished command alive.
process.exit(code)
