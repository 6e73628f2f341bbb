import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../../src/client/index.js'
import { spool } from '../../../src/main/spool.js'
import { builtSupport } from '../../support/built-program.js'
import { temporaryFolder } from '../../support/temporary-folder.js'
import type { Faulty } from '../support/server-with-faults.js'
import { serverWithFaults } from '../support/server-with-faults.js'

const program = fileURLToPath(builtSupport('spooling-program'))
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
const nowhere = 'http://127.0.0.1:9'

const storedIn = async ({ annals }: Faulty): Promise<unknown[]> => {
  const { items } = await annals.history({ type: 'post', id: '42' }, { include: 'all', limit: 1_000 })
  return items.map(({ data }) => (data as { n: number }).n)
}
const spoolFolder = (): string => {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  return join(path, 'spool')
}
const deliver = async ({ url }: Faulty, folder: string): Promise<void> => {
  const client = createClient({ url, whenUnavailable: spool({ folder }) })
  expect(await client.flush({ limitMs: 60_000 })).toEqual({ left: 0 })
  await client.close()
}

/** Runs it until it has emitted, ends it by a signal; answers which signal it ended with. */
const endedBy = async (signal: NodeJS.Signals, url: string, folder: string): Promise<unknown> => {
  const child = spawn('node', [program, url, folder, 'soon'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  await once(child.stdout, 'data')
  child.kill(signal)
  return ((await gone) as unknown[])[1]
}

test('what was emitted without waiting is delivered before a signal ends the process', async () => {
  const it = await serverWithFaults()
  expect(await endedBy('SIGTERM', it.url, '-')).toBe('SIGTERM')
  expect(await storedIn(it)).toEqual(upTo(200))
})

test('where the store is away, a signal finds it in the spool for the next start', async () => {
  const it = await serverWithFaults()
  const folder = spoolFolder()
  expect(await endedBy('SIGINT', nowhere, folder)).toBe('SIGINT')
  await deliver(it, folder)
  expect(await storedIn(it)).toEqual(upTo(200))
})

/** Ends two clients by a signal, and lets the slow one go on; answers what they said, and how the process ended. */
const endedBoth = async (mode: 'slow' | 'failing'): Promise<unknown> => {
  const child = spawn('node', [fileURLToPath(builtSupport('closing-program')), mode], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  let warned = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr.on('data', (text: Buffer) => (warned += text.toString()))
  const gone = once(child, 'close')
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  while (!said.includes('closing')) await once(child.stdout, 'data')
  child.stdin.on('error', () => undefined).end('go on\n')
  const [code, signal] = (await gone) as unknown[]
  return { said, warned, code, signal }
}

test('a signal ends the process once the last of several clients is closed', async () => {
  expect(await endedBoth('slow')).toEqual({ said: 'readyclosingclosed', warned: '', code: null, signal: 'SIGTERM' })
})

test('a client that cannot be closed is told, and the signal ends the process all the same', async () => {
  expect(await endedBoth('failing')).toMatchObject({
    warned: expect.stringContaining('its disk is gone') as string,
    code: null,
    signal: 'SIGTERM',
  })
})

test('a killed process leaves no lock, and what it had spooled', async () => {
  const it = await serverWithFaults()
  const folder = spoolFolder()
  const child = spawn('node', [program, nowhere, folder, 'fill'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await gone
  await deliver(it, folder)
  expect((await storedIn(it)).length).toBeGreaterThan(0)
})

test('a file that may not grow is a full spool; what was taken is delivered, once', async () => {
  const it = await serverWithFaults()
  const folder = spoolFolder()
  const limited = `ulimit -f 200; exec node "$0" "$@"`
  const { stdout } = await promisify(execFile)('bash', ['-c', limited, program, nowhere, folder, 'fill'])
  const lines = stdout.trim().split('\n')
  const taken = lines.filter((line) => line.startsWith('taken')).map((line) => Number(line.split(' ')[1]))
  const refused = lines.filter((line) => line.startsWith('refused'))
  expect(taken.length + refused.length).toBe(20)
  expect(refused.length).toBeGreaterThan(0)
  for (const line of refused) expect(line).toContain('SpoolFull EFBIG')
  expect(taken.length).toBeGreaterThan(2)
  await deliver(it, folder)
  expect(await storedIn(it)).toEqual(taken)
})
