import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../dist/src/main/annals.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Starts the built program under plain node, with nothing of the outer environment but PATH. */
export const startAnnals = (args: readonly string[], options: RunOptions = {}): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'], ...options.env },
    cwd: options.cwd ?? '/',
  })

export const annals = async (args: readonly string[], options: RunOptions = {}): Promise<Ended> => {
  const child = startAnnals(args, options)
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  return ended(child)
}

export const ended = async (child: ChildProcessWithoutNullStreams): Promise<Ended> => {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }
}

type Run = (args: readonly string[], options?: RunOptions) => Promise<Ended>

/** What a command that must succeed prints with `--json`. */
const printedBy = async (run: Run, args: readonly string[], options?: RunOptions): Promise<string> => {
  const { code, stdout, stderr } = await run([...args, '--json'], options)
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`)
  return stdout
}

/** What a command that must succeed prints as JSON. */
export const jsonOf =
  (run: Run) =>
  async <Answer>(args: readonly string[], options?: RunOptions): Promise<Answer> =>
    JSON.parse(await printedBy(run, args, options)) as Answer

/** What a command that must succeed prints as NDJSON. */
export const listOf =
  (run: Run) =>
  async <Item>(args: readonly string[], options?: RunOptions): Promise<readonly Item[]> =>
    (await printedBy(run, args, options))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Item)

export const annalsJson = jsonOf(annals)
export const annalsList = listOf(annals)

export interface Served {
  readonly url: string
  readonly pid: number
  /** Sends a signal and waits for the end. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<Ended>
}

/** A server on a free port that serves EventStoreDB's clients too, and what they connect to. */
export const serveEventStoreDb = async (
  dataDir: string,
  args: readonly string[] = [],
): Promise<Served & { readonly connectionString: string }> => {
  const child = startAnnals([
    ...['serve', '--data-dir', dataDir, '--port', '0', '--eventstoredb-port', '0', '--log-level', 'warn'],
    ...args,
  ])
  const end = ended(child)
  const lines: string[] = []
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    if (lines.length === 2) break
  }
  const url = /^annals listens on (\S+)/.exec(lines[0] ?? '')?.[1]
  const connectionString = /^EventStoreDB clients connect to (\S+)/.exec(lines[1] ?? '')?.[1]
  if (url === undefined || connectionString === undefined || child.pid === undefined)
    throw new Error(`the server said ${lines.join(' / ')} ${lines.length < 2 ? (await end).stderr : ''}`)
  return { url, connectionString, pid: child.pid, stop: stopOf(child, end) }
}

/** A server on a free port, once it says that it listens. */
export const serve = (dataDir: string, args: readonly string[] = []): Promise<Served> =>
  listening(startAnnals(['serve', '--data-dir', dataDir, '--port', '0', '--log-level', 'warn', ...args]))

/** The same of a program that was built elsewhere. */
export const serveProgram = (
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Served> => listening(spawn(process.execPath, [file, ...args], { env, cwd: '/' }))

const listening = async (child: ChildProcessWithoutNullStreams): Promise<Served> => {
  const end = ended(child)
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text as string),
    end.then(({ stderr }) => Promise.reject(new Error(`the server ended: ${stderr}`))),
  ])
  const url = /^annals listens on (\S+)/.exec(line)?.[1]
  if (url === undefined || child.pid === undefined) throw new Error(`unexpected line: ${line}`)
  return {
    url,
    pid: child.pid,
    stop: stopOf(child, end),
  }
}

const stopOf =
  (child: ChildProcessWithoutNullStreams, end: Promise<Ended>): Served['stop'] =>
  (signal = 'SIGTERM') => {
    child.kill(signal)
    return end
  }
