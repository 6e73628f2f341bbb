import { execFile, spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { startEndpoint } from '../../src/wire/endpoint.js'
import { noGuard } from '../../src/wire/guard.js'
import { serveProgram } from '../cli/support/run-annals.js'
import { buildStage, copiesOf, execJson, lastStage, repository, restOf } from '../packaging/packaged-files.js'
import { freshFolder } from '../support/embedded.js'

/**
 * No container engine is needed for this: the stages' copies are made into folders, the build is run in the first, and the second is started as the image would be. Its
 * packages are those that the lockfile does not mark as for development.
 */
describe('the image', () => {
  let folder = ''
  const closers: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'annals-image-'))
    const [build, image] = [join(folder, 'build'), join(folder, 'image')]
    const place = async (from: string, to: string): Promise<void> => {
      await mkdir(dirname(to), { recursive: true })
      await cp(from, to, { recursive: true })
    }
    for (const { sources, target } of copiesOf(buildStage))
      for (const source of sources)
        await place(join(repository, source), join(build, target.endsWith('/') ? join(target, source) : target))
    await symlink(join(repository, 'node_modules'), join(build, 'node_modules'))
    await promisify(execFile)('npm', ['run', 'build'], { cwd: build })

    const { packages } = JSON.parse(await readFile(join(build, 'package-lock.json'), 'utf8')) as {
      readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>
    }
    for (const [path, { dev, devOptional }] of Object.entries(packages)) {
      const isKept = path.startsWith('node_modules/') && dev !== true && devOptional !== true
      if (!isKept || path.lastIndexOf('node_modules/') > 0 || !existsSync(join(repository, path))) continue
      await mkdir(dirname(join(image, path)), { recursive: true })
      await symlink(join(repository, path), join(image, path))
    }
    for (const { sources, target } of copiesOf(lastStage))
      for (const source of sources.filter((each) => each !== '/app/node_modules'))
        await place(
          join(build, source.replace('/app/', '')),
          join(image, target.endsWith('/') ? source.replace('/app/', '') : target),
        )
    // The compiler alone takes minutes where others use the machine too.
  }, 600_000)
  afterAll(async () => {
    for (const close of closers.toReversed()) await close()
    await rm(folder, { recursive: true, force: true })
  })

  const [, program = ''] = execJson(restOf('ENTRYPOINT')[0] ?? '')
  const healthOf = (url: string): number | null => {
    const [, script = ''] = execJson(/ CMD (.*)$/.exec(restOf('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]').slice(1)
    expect(script).toContain('http://127.0.0.1:7272/')
    return spawnSync(process.execPath, ['-e', script.replace('http://127.0.0.1:7272', url)]).status
  }

  test('serves a log on EventStoreDB as docker-compose.yml has it: with a token, and healthy', async () => {
    const [data, behind] = [await freshFolder(), await freshFolder()]
    closers.push(data.remove, behind.remove)
    const log = await openEmbeddedLog({ dataDir: behind.dataDir, thread: 'worker' })
    closers.push(log.close)
    const endpoint = await startEndpoint({ eventLog: log, guard: noGuard(), port: 0, onWarning: () => undefined })
    closers.push(endpoint.close)
    const env = {
      NODE_ENV: 'production',
      ANNALS_DATA_DIR: data.dataDir,
      ANNALS_LOG: endpoint.connectionString,
    }
    const annals = join(folder, 'image', program.replace('/app/', ''))
    const command = [...execJson(restOf('CMD')[0] ?? ''), '--port', '0']
    const run = (args: readonly string[]) => spawnSync(process.execPath, [annals, ...args], { env, encoding: 'utf8' })

    // Beyond loopback not before there is a token.
    expect(run(command)).toMatchObject({ status: 2, stderr: expect.stringMatching(/^annals: --host: /) as string })
    const token = run(['token', 'create', '--name', 'me', '--can', 'read,write,restore,admin']).stdout.trim()
    expect(token).toMatch(/^annals_/)

    const served = await serveProgram(annals, command, env)
    closers.push(() => served.stop())
    const url = served.url.replace('0.0.0.0', '127.0.0.1')
    expect(healthOf(url)).toBe(0)
    const state = JSON.stringify({ state: { title: 'Hello' }, actor: { type: 'user', id: 'ada' } })
    const put = (headers: Readonly<Record<string, string>>) =>
      statusOf(`${url}/v1/subjects/post/42`, 'PUT', { 'content-type': 'application/json', ...headers }, state)
    expect(await put({})).toBe(401)
    expect(await put({ authorization: `Bearer ${token}` })).toBe(201)
    // By the name that other containers have for it.
    const authorization = `Bearer ${token}`
    expect(await statusOf(`${url}/v1/subjects/post/42`, 'GET', { host: 'annals:7272', authorization })).toBe(200)
    expect(await statusOf(`${url}/readyz`, 'GET', {})).toBe(200)
    expect((await served.stop()).code).toBe(0)
    expect(healthOf(url)).toBe(1)
  })
})

/** `fetch` does not let a host be given. */
const statusOf = (
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode))
    })
    sent.on('error', reject)
    sent.end(body)
  })
