import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredEvent } from '../../src/domain/event.js'
import type { TransactionRow } from '../../src/ports/read-models.js'
import { annals, annalsList, serve } from '../cli/support/run-annals.js'
import type { Served } from '../cli/support/run-annals.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const folder = temporaryFolder()
const dataDir = join(folder.path, 'data')
const example = fileURLToPath(new URL('../../examples/checkout/main.mjs', import.meta.url))
let server: Served
/** Of the checkout that went well, and of the one whose payment was declined. */
let ids: readonly string[]

beforeAll(async () => {
  server = await serve(dataDir)
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [example], {
    env: { ANNALS_URL: server.url },
  })
  expect(stderr).toBe('')
  const lines = [...stdout.matchAll(/^(\d+) annals transaction (\S+) --url /gm)]
  expect(lines.map(([, status]) => status)).toEqual(['201', '402'])
  ids = lines.map(([, , id]) => id ?? '')
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

interface Story {
  readonly transaction: TransactionRow
  readonly items: readonly StoredEvent[]
}
const story = async (id: string | undefined): Promise<Story> =>
  (await (await fetch(`${server.url}/v1/transactions/${id}?after=7`)).json()) as Story

test('a checkout reads as one story over HTTP: who, what, in order, how long the calls took', async () => {
  const { transaction, items } = await story(ids[0])
  expect(transaction).toMatchObject({ events: 5, changes: 3, failures: 0 })
  expect(items.map(({ verb, version }) => [verb, version])).toEqual([
    ['order.created', 0],
    ['payment.called', null],
    ['order.paid', 1],
    ['shipment.called', null],
    ['order.shipped', 2],
  ])
  for (const { actor, channel, context } of items) {
    expect(actor).toEqual({ type: 'user', id: 'ada', name: 'Ada' })
    expect(channel).toBe('shop')
    expect(context).toMatchObject({ entryPoint: 'http', method: 'POST', route: '/checkouts' })
  }
  const [, payment, , shipment] = items
  expect(payment?.call).toMatchObject({
    service: 'payments',
    operation: '/v1/transfers',
    method: 'POST',
    statusCode: 201,
  })
  expect(payment?.call?.durationMs).toBeGreaterThanOrEqual(20)
  expect(shipment?.call?.durationMs).toBeGreaterThanOrEqual(10)
})

test('what failed is part of the story', async () => {
  const { transaction, items } = await story(ids[1])
  expect(transaction).toMatchObject({ events: 3, changes: 2, failures: 1 })
  expect(items.map(({ verb, outcome }) => [verb, outcome.status])).toEqual([
    ['order.created', 'success'],
    ['payment.called', 'failure'],
    ['order.cancelled', 'success'],
  ])
})

test.each(['server', 'folder'])('the command line prints it from a %s', async (place) => {
  const where = place === 'server' ? ['--url', server.url] : ['--data-dir', dataDir]
  const { stdout, stderr, code } = await annals(['transaction', ids[0] ?? '', ...where])
  expect([code, stderr]).toEqual([0, ''])
  const [heading, titles, ...lines] = stdout.trimEnd().split('\n')
  expect(heading).toMatch(/^[0-9a-f-]{36} {2}from \S+Z, \d[\d.]* m?s: 5 events, 0 failed$/)
  expect(titles?.split(/ {2,}/).map((title) => title.trim())).toEqual([
    'after',
    'verb',
    'subject',
    'took',
    'outcome',
    'actor',
    'what',
  ])
  expect(
    lines.map((line) =>
      /^ *(\d\S* m?s) +(\S+) +order\/\S+ +(?:(\d[\d.]* m?s) +)?ok +user\/ada \(Ada\) +(.*)$/.exec(line)?.slice(2),
    ),
  ).toEqual([
    ['order.created', undefined, 'created'],
    ['payment.called', expect.stringMatching(/^\d/), 'payments POST /v1/transfers 201'],
    ['order.paid', undefined, '/status /payment'],
    ['shipment.called', expect.stringMatching(/^\d/), 'shipments POST /v1/parcels 201'],
    ['order.shipped', undefined, '/status /parcel'],
  ])
})

test('the command line tells failures, gives NDJSON, and knows what is not there', async () => {
  const at = ['--url', server.url]
  const { stdout } = await annals(['transaction', ids[1] ?? '', ...at])
  expect(stdout).toMatch(/3 events, 1 failed\n/)
  expect(stdout).toMatch(/payment\.called +order\/\S+ +\d[\d.]* m?s +failed +user\/ada \(Ada\) +failed: HTTP 402\n/)
  const events = await annalsList<StoredEvent>(['transaction', ids[1] ?? '', '--limit', '2', ...at])
  expect(events.map(({ verb }) => verb)).toEqual(['order.created', 'payment.called'])
  expect((await annals(['transaction', ids[1] ?? '', '--limit', '2', ...at])).stderr).toBe(
    'these are the first 2: see --all\n',
  )
  expect(await annals(['transaction', 'none', ...at])).toMatchObject({
    code: 1,
    stderr: 'annals: not found: transaction none\n',
  })
  expect(await annals(['transaction', ' ', ...at])).toMatchObject({ code: 2 })
})
