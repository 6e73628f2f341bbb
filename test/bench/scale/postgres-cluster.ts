import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const clusterUser = 'bench'

/** A private cluster of PostgreSQL that listens on a socket in its own folder. */
export interface PostgresCluster {
  /** As in `15.18`. */
  readonly version: string
  readonly settings: Readonly<Record<string, string>>
  readonly dataFolder: string
  readonly socketFolder: string
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
  /** Runs psql with an input; rejects where a statement fails. Answers what it printed, unaligned. */
  readonly psql: (feed: (write: (text: string) => Promise<void>) => Promise<void>) => Promise<string>
}

/** The programs of the newest PostgreSQL that is installed; undefined where none is. */
export const findPostgres = (): string | undefined => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':').filter((folder) => folder !== ''),
  ]
  return folders.find((folder) => ['initdb', 'postgres', 'psql'].every((name) => existsSync(join(folder, name))))
}

/** Makes an empty cluster in a folder, which it takes over. */
export const makeCluster = (bin: string, folder: string): PostgresCluster => {
  const user = unprivileged()
  const as: SpawnOptions = user === undefined ? {} : { uid: user.uid, gid: user.gid }
  mkdirSync(folder, { recursive: true })
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  chmodSync(folder, 0o700)
  const dataFolder = join(folder, 'data')
  const init = ['-D', dataFolder, '-U', clusterUser, '--auth=trust', '--locale=C', '--encoding=UTF8', '--no-sync']
  execFileSync(join(bin, 'initdb'), init, { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  const settings = settingsFor(totalmem())
  let server: ChildProcess | undefined
  /** Root reads the socket's folder too. */
  const connection = ['-h', folder, '-U', clusterUser, '-d', 'postgres']

  const stop = async (): Promise<void> => {
    const running = server
    server = undefined
    if (running?.exitCode !== null) return
    running.kill('SIGINT')
    await once(running, 'exit')
  }

  const killWithParent = (): void => {
    server?.kill('SIGQUIT')
  }

  return {
    version: /\d[\d.]*/.exec(execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }))?.[0] ?? '',
    settings,
    dataFolder,
    socketFolder: folder,
    start: async () => {
      const options = Object.entries({ ...settings, ...surroundings, unix_socket_directories: folder })
      const args = ['-D', dataFolder, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
      const started = spawn(join(bin, 'postgres'), args, { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] })
      server = started
      process.once('exit', killWithParent)
      for (let tries = 0; !answers(bin, connection); tries++) {
        if (started.exitCode !== null || tries === 600) throw new Error('PostgreSQL does not start')
        await sleep(100)
      }
    },
    stop: async () => {
      process.off('exit', killWithParent)
      await stop()
    },
    psql: async (feed) => {
      const args = [...connection, '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-f', '-']
      const child = spawn(join(bin, 'psql'), args, { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
      let printed = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
      const ended = once(child, 'close')
      child.stdin.on('error', () => undefined)
      await feed(async (text) => {
        if (child.exitCode !== null) throw new Error('psql has ended early')
        if (!child.stdin.write(text)) await Promise.race([once(child.stdin, 'drain'), ended])
      })
      child.stdin.end()
      await ended
      if (child.exitCode !== 0) throw new Error(`psql ended with ${String(child.exitCode)}`)
      return printed
    },
  }
}

const answers = (bin: string, connection: readonly string[]): boolean => {
  try {
    execFileSync(join(bin, 'psql'), [...connection, '-X', '-c', 'SELECT 1'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Usual advice for a machine that is the database's alone, up to a quarter of memory; just-in-time compilation costs such questions more than it saves. */
const settingsFor = (memoryBytes: number): Readonly<Record<string, string>> => {
  const quarterMb = Math.floor(memoryBytes / 4 / 2 ** 20)
  return {
    shared_buffers: `${Math.min(quarterMb, 4_096)}MB`,
    effective_cache_size: `${quarterMb * 2}MB`,
    work_mem: '64MB',
    maintenance_work_mem: `${Math.min(quarterMb, 1_024)}MB`,
    random_page_cost: '1.1',
    jit: 'off',
  }
}

/** What speeds up loading and has no part in answering. */
const surroundings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  fsync: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
}

/** Whom the server runs as: it refuses to run as root. */
const unprivileged = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (found === undefined) throw new Error('PostgreSQL needs an unprivileged user')
  return { uid: Number(found[2]), gid: Number(found[3]) }
}
