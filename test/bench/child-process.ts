import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { builtModule } from '../../src/adapters/system/built-module.js'

/** The built command line. */
export const annalsProgram = fileURLToPath(builtModule(import.meta.url, '../../src/main/annals.js'))

export interface RunningProcess {
  readonly url: string
  readonly pid: number
  /** Asks it to end and waits until it has; rejects when it does not end well. */
  readonly stop: () => Promise<void>
}

/** `annals serve` on a data folder, once it is ready. */
export const startAnnals = async (dataDir: string, nodeOptions: readonly string[] = []): Promise<RunningProcess> => {
  const port = await freePort()
  const serve = ['serve', '--data-dir', dataDir, '--port', String(port)]
  const started = start([...nodeOptions, annalsProgram, ...serve], port)
  await answers(started.child, `${started.url}/readyz`)
  return started
}

/** Another of our programs that serves HTTP on the port it is given, its first argument. */
export const startServer = async (module: string, args: readonly string[] = []): Promise<RunningProcess> => {
  const port = await freePort()
  const started = start([fileURLToPath(new URL(module, import.meta.url)), String(port), ...args], port)
  await answers(started.child, `${started.url}/`)
  return started
}

const start = (args: readonly string[], port: number): RunningProcess & { readonly child: ChildProcess } => {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', ANNALS_LOG_LEVEL: 'silent' },
  })
  const end = once(child, 'exit')
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await end
      if (child.exitCode !== 0 && child.signalCode !== 'SIGTERM') {
        throw new Error(`${args.join(' ')} ended with ${String(child.exitCode)}`)
      }
    },
  }
}

/** Runs a program to its end; answers the time it took, in ms. */
export const runToEnd = async (args: readonly string[]): Promise<number> => {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  await once(child, 'exit')
  if (child.exitCode !== 0)
    throw new Error(`${args.join(' ')} ended with ${child.signalCode ?? String(child.exitCode)}`)
  return performance.now() - startedAt
}

const readyWithinMs = 120_000

const answers = async (child: ChildProcess, url: string): Promise<void> => {
  const deadline = performance.now() + readyWithinMs
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode} before it answered`)
    const status = await fetch(url).then(
      (response) => response.status,
      () => undefined,
    )
    if (status !== undefined && status !== 503) return
    if (performance.now() > deadline) throw new Error(`no answer from ${url}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Resident memory of a process now, in MB (10^6 bytes), as the kernel counts it (Linux only). */
export const residentMb = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kilobytes) * 1024) / 1e6
}
