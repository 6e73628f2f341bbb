import type { EventInput } from '../../src/domain/event.js'
import { residentMb, startAnnals, startServer } from './child-process.js'
import { eventMaker } from './events.js'
import { withFolder } from './measure.js'
import type { BenchOptions, Benchmark } from './measure.js'
import { caughtUp, withAnnals } from './store.js'

const targetMb = 300
const subjects = 100_000

/** Resident memory of a server on a big log, the most that was seen while it answered all kinds of requests. */
export const memory: Benchmark = {
  run: (options) =>
    withFolder(async (folder) => {
      const count = options.quick ? 50_000 : 1_000_000
      await build(options, folder, count)

      const bare = await startServer('./bare-express.js')
      const bareMb = residentMb(bare.pid)
      await bare.stop()

      const server = await startAnnals(folder)
      const seen: number[] = [residentMb(server.pid)]
      try {
        const make = eventMaker(1, { subjectsPerLane: 2_000 })
        for (let round = 0; round < 12; round += 1) {
          await askAll(server.url, round)
          for (let index = 0; index < 20; index += 1) await postEvent(server.url, make(Date.now() - 60_000))
          seen.push(residentMb(server.pid))
        }
      } finally {
        await server.stop()
      }
      const most = Math.max(...seen)
      options.tell(`MB after each round: ${seen.map((mb) => Math.round(mb)).join(' ')}`)
      return [
        {
          what: `resident memory while serving ${count.toLocaleString('en-US')} events`,
          measured: `${Math.round(most)} MB`,
          baseline: `${Math.round(bareMb)} MB (bare Express server)`,
          ratio: `${(most / bareMb).toFixed(1)} ×`,
          target: `< ${targetMb} MB`,
          met: most < targetMb,
        },
      ]
    }),
}

const build = (options: BenchOptions, folder: string, count: number): Promise<void> =>
  withAnnals(folder, 'running', async (annals) => {
    const make = eventMaker(0, { subjectsPerLane: subjects })
    const startedAt = performance.now()
    let position = -1
    for (let at = 0; at < count; at += 1_000) {
      const events = Array.from({ length: 1_000 }, (_, index) => make(firstAt + (at + index) * 7_000))
      const written = await annals.emitMany(events)
      const last = written.at(-1)
      if (last !== undefined && 'position' in last) position = Number(last.position)
    }
    options.tell(`${count} events in ${seconds(startedAt)} s`)
    await caughtUp(annals, position)
    options.tell(`projected after ${seconds(startedAt)} s`)
  })

const firstAt = Date.UTC(2025, 8, 1)
const seconds = (startedAt: number): string => ((performance.now() - startedAt) / 1_000).toFixed(0)

/** One request of each kind, each time with other parameters. */
const askAll = async (url: string, round: number): Promise<void> => {
  const item = (await ask(`${url}/v1/activity?kind=change&limit=50`)) as { readonly items: readonly EventInput[] }
  const subject = item.items[round]?.subject
  if (subject === undefined) throw new Error('the feed is empty')
  const path = `${url}/v1/subjects/${subject.type}/${subject.id}`
  const since = new Date(firstAt + round * 86_400_000).toISOString()
  for (const address of [
    path,
    `${path}?version=0`,
    `${path}/history?include=all&limit=100`,
    `${path}/diff?from=-1&to=0`,
    `${url}/v1/subjects?type=order&limit=200`,
    `${url}/v1/activity?limit=1000`,
    `${url}/v1/activity?limit=1000&since=${since}&order=asc`,
    `${url}/v1/activity?limit=200&actorId=u-${round}&channel=web`,
    `${url}/v1/activity?limit=200&verb=order.*&outcome=success`,
    `${url}/v1/stats?groupBy=verb,channel`,
    `${url}/v1/stats?groupBy=actor&limit=100`,
    `${url}/v1/stats?groupBy=verb&interval=day&since=${since}`,
    `${url}/v1/projections`,
  ]) {
    await ask(address)
  }
}

const ask = async (address: string): Promise<unknown> => {
  const response = await fetch(address)
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${JSON.stringify(body)}`)
  return body
}

const postEvent = async (url: string, event: EventInput): Promise<void> => {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`POST /v1/events answered ${response.status}`)
}
