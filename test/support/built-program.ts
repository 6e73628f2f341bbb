import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The built twin of a module of this folder. */
export const builtSupport = (name: string): URL => new URL(`../../dist/test/support/${name}.js`, import.meta.url)

export interface RunningProgram {
  readonly pid: number
  /** All lines it has written so far. */
  readonly lines: readonly string[]
  /** Resolves once it has written so many lines. */
  readonly written: (count: number) => Promise<void>
  /** SIGKILL; resolves once it is gone and its last output has been read. */
  readonly kill: () => Promise<void>
}

/** Starts a built module of this folder under node. */
export const startBuilt = (name: string, args: readonly string[]): RunningProgram => {
  const child: ChildProcess = spawn('node', [fileURLToPath(builtSupport(name)), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const output = createInterface({ input: child.stdout ?? process.stdin })
  output.on('line', (line) => {
    lines.push(line)
  })
  const closed = once(output, 'close')
  return {
    pid: child.pid ?? -1,
    lines,
    written: async (count) => {
      while (lines.length < count) {
        await Promise.race([once(output, 'line'), closed])
        if (child.exitCode !== null) throw new Error(`${name} ended after ${lines.length} lines`)
      }
    },
    kill: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      await closed
    },
  }
}
