import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.js'
import { inProcess } from './support/in-process.js'
import { annals } from './support/run-annals.js'

const folder = temporaryFolder()
const on = ['--data-dir', join(folder.path, 'data')]
afterAll(folder.remove)

/** A port that was free a moment ago. */
const closedPort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const emit = ['emit', '--subject', 'post/1', '--actor', 'user/u', ...on]

describe('bad input is refused with exit code 2 and one line that names it', () => {
  it.each([
    [['show', 'post', ...on], 'subject: must be type/id'],
    [['show', 'post/1', '--version', '-3', ...on], '--version: must be an integer from 0'],
    [
      ['show', 'post/1', '--version', '1', '--at', '2026-01-01T00:00:00Z', ...on],
      '--version: cannot be combined with --at',
    ],
    [['show', 'post/1', '--at', 'yesterday', ...on], '--at: must be an RFC 3339 time with offset'],
    [['diff', 'post/1', '1', '--from', '2', ...on], '--from: is given twice'],
    [['history', 'post/1', '--limit', '0', ...on], '--limit: must be an integer from 1 to 1000000'],
    [['activity', '--limit', '5', '--all', ...on], '--limit: cannot be combined with --all'],
    [['activity', '--follow', '--sort', 'position', ...on], '--sort: cannot be combined with --follow'],
    [['export', '--format', 'xml', ...on], '--format: must be one of ndjson, csv'],
    [['export', '--resume', ...on], '--resume: needs --output'],
    [['export', '--limit', '0', ...on], '--limit: must be an integer from 1'],
    [['export', '--output', join(folder.path, 'none', 'x'), ...on], 'there is no Annals log'],
    [['activity', '--outcome', 'maybe', ...on], '--outcome: must be one of success, failure'],
    [['activity', '--subject', 'a/1', '--subject-id', '2', ...on], '--subject-id: cannot be combined with --subject'],
    [['stats', '--group-by', 'verb,verb', ...on], '--group-by: takes one or two different fields'],
    [['stats', '--time-zone', 'Mars/Olympus', ...on], '--time-zone: is no IANA time zone'],
    [['facets', 'colour', ...on], 'field: must be one of '],
    [['facets', 'verb', '--limit', '0', ...on], '--limit: '],
    [['restore', 'post/1', '--actor', 'user/u', ...on], '--version: say which'],
    [[...emit, '--state', '{'], '--state: must be JSON'],
    [[...emit, '--state', '1', '--delete'], '--state: --delta and --delete exclude each other'],
    [emit, '/verb: is required'],
    [[...emit, '--verb', 'a b'], '/verb: must be 1 to 128'],
    [[...emit, '--verb', 'a', '--data', JSON.stringify('x'.repeat(70_000))], '65536 bytes'],
    [['emit', ...on], '--subject: is required'],
    [['import', join(folder.path, 'none'), ...on], 'there is no such file'],
    [['import', folder.path, ...on], 'is a folder'],
    [['serve', '--port', '70000', ...on], '--port: must be an integer from 0 to 65535'],
    [['serve', '--host', '0.0.0.0', '--port', '0', ...on], 'a token is needed first'],
    [['show', 'post/1', '--url', 'http://127.0.0.1:1', ...on], '--url: cannot be combined with --data-dir'],
    [['token', 'create', '--name', 'x', '--can', 'fly', ...on], '--can: must be one of read, write'],
    [['token', 'create', '--name', 'x', '--can', 'read', '--expires', '3', ...on], '--expires: must be a duration'],
    [['token', 'create', '--can', 'read', ...on], "required option '--name <name>' not specified"],
    [['show', 'post/1', '--colour', ...on], "unknown option '--colour'"],
    [['explode'], "unknown command 'explode'"],
    [['serv'], 'Did you mean serve?'],
    [['show', 'post/1', 'post/2', ...on], "too many arguments for 'show'"],
    [['token', 'lists'], "unknown command 'lists'"],
    [['show', 'post/1', '--\u001b[31m', ...on], "unknown option '--\\u001b[31m'"],
    [['subjects', '--type', 'a b', ...on], '--type: must be a letter'],
    [['config', '--tenant', 'a/b'], '--tenant: must be 1 to 64'],
  ])('case %#', async (args, message) => {
    const { code, stdout, stderr } = await inProcess(args)
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^annals: [^\n]+\n$/)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('a server that is not there is named, with exit code 1', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`
    const { code, stderr } = await annals(['activity', '--url', url])
    expect({ code, stderr }).toEqual({ code: 1, stderr: `annals: ${url} does not answer: ECONNREFUSED\n` })
  })

  it('also as a process of its own', async () => {
    const { code, stdout, stderr } = await annals(['show', 'post', ...on])
    expect(stderr).toBe('annals: subject: must be type/id, e.g. post/42; got "post"\n')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('without a command the help is an error', async () => {
    expect(await annals([])).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('config', () => {
  it('prints every option with its value and source, secrets masked', async () => {
    const file = join(folder.path, 'annals.config.json')
    writeFileSync(
      file,
      JSON.stringify({ port: 8080, redactionKey: 'ab'.repeat(32), subjects: { user: { redact: ['/email'] } } }),
    )
    const { stdout } = await annals(['config', '--json', '--tenant', 'acme'], {
      cwd: folder.path,
      env: { ANNALS_TOKEN: 'annals_secret', ANNALS_DATA_DIR: '/srv/annals' },
    })
    expect(JSON.parse(stdout)).toEqual({
      options: expect.arrayContaining([
        { option: 'dataDir', value: '/srv/annals', source: 'environment', from: 'ANNALS_DATA_DIR' },
        { option: 'tenant', value: 'acme', source: 'flag', from: '--tenant' },
        { option: 'port', value: 8080, source: 'file', from: 'annals.config.json' },
        { option: 'host', value: '127.0.0.1', source: 'default' },
        { option: 'token', value: '********', source: 'environment', from: 'ANNALS_TOKEN' },
        { option: 'redactionKey', value: '********', source: 'file', from: 'annals.config.json' },
        { option: 'subjects', value: { user: { redact: ['/email'] } }, source: 'file', from: 'annals.config.json' },
      ]) as unknown,
    })
  })

  it('refuses a file that is not there, is no JSON, or has unknown keys', async () => {
    expect((await annals(['config', '--config', '/none.json'])).stderr).toBe(
      'annals: --config: cannot read /none.json: ENOENT\n',
    )
    const file = join(folder.path, 'other.json')
    writeFileSync(file, '{"prot":1}')
    expect(await annals(['config', '--config', file])).toMatchObject({ code: 2, stdout: '' })
    writeFileSync(file, '{')
    expect((await annals(['config', '--config', file])).stderr).toContain('is not JSON')
  })
})

describe('help', () => {
  it.each([
    ...[
      'serve',
      'import',
      'emit',
      'activity',
      'stats',
      'subjects',
      'history',
      'show',
      'diff',
      'restore',
      'rebuild',
    ].map((name) => [name]),
    ...['status', 'backup', 'check', 'token', 'config'].map((name) => [name]),
    ...['create', 'list', 'revoke'].map((name) => ['token', name]),
  ])('%j carries an example', async (...names) => {
    const { code, stdout } = await inProcess([...names, '--help'])
    expect(stdout).toMatch(/\nExample:\n {2}\S/)
    expect(code).toBe(0)
  })
})
