import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '../../../src/client/index.js'
import type { ClientOptions } from '../../../src/client/index.js'
import type { EventInput } from '../../../src/domain/event.js'
import { spool } from '../../../src/main/spool.js'
import { uploadTo } from '../bulk.js'
import { startAnnals } from '../child-process.js'
import { makeEvents } from '../events.js'
import { interleaved, perSecond, rateFigure, round, withFolder } from '../measure.js'
import type { Benchmark, Figure } from '../measure.js'
import { postgresRows, sqliteRows } from './one-row-per-event.js'

/** Events per second from `emitSoon` to a server in another process, until the last is stored, beside the same events in one body of NDJSON. */
export const client: Benchmark = {
  run: (options) =>
    withFolder(async (shared) => {
      const count = options.quick ? 5_000 : 50_000
      const file = join(shared, 'events.ndjson')
      const [events = []] = makeEvents({ count, lanes: 1, subjectsPerLane: 5_000, stepMs: 40 })
      writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
      const spooling = (folder: string) => ({ whenUnavailable: spool({ folder: join(folder, 'spool') }) })
      const rates = await interleaved(options, options.quick ? 1 : 3, {
        bulk: () => withFolder((folder) => uploadTo(folder, file, count)),
        client: () => withFolder((folder) => emitAll(folder, events, {})),
        spooled: () => withFolder((folder) => emitAll(folder, events, spooling(folder))),
      })
      const few = events.slice(0, options.quick ? 500 : 5_000)
      const sqlite = await withFolder((folder) => sqliteRows(folder, few))
      const url = process.env['ANNALS_BENCH_POSTGRES']
      return [
        rateFigure('client to server, emitSoon', rates.client, rates.bulk, 0.7, 'NDJSON bulk, one body'),
        rateFigure(
          'client to server, emitSoon through a spool',
          rates.spooled,
          rates.bulk,
          0.7,
          'NDJSON bulk, one body',
        ),
        beside('SQLite, better-sqlite3, a row and a commit each', rates.client, sqlite),
        ...(url === undefined
          ? []
          : [beside('PostgreSQL, pg, a row and a commit each', rates.client, await postgresRows(url, few))]),
      ]
    }),
}

const emitAll = async (
  folder: string,
  events: readonly EventInput[],
  more: Partial<ClientOptions>,
): Promise<number> => {
  const server = await startAnnals(join(folder, 'data'))
  const it = createClient({ url: server.url, delivery: { whenFull: 'wait' }, ...more })
  try {
    const startedAt = performance.now()
    for (const event of events) {
      const { ready } = it.emitSoon(event)
      if (ready !== undefined) await ready
    }
    const { left } = await it.flush({ limitMs: 600_000 })
    const took = performance.now() - startedAt
    const { delivered, refused } = it.backlog()
    if (left > 0 || delivered !== events.length || refused > 0)
      throw new Error(`${delivered} of ${events.length} delivered`)
    return perSecond(events.length, took)
  } finally {
    await it.close()
    await server.stop()
  }
}

const beside = (what: string, measured: number, other: number): Figure => ({
  what: `client to server, beside ${what}`,
  measured: `${round(measured)}/s`,
  baseline: `${round(other)}/s`,
  ratio: `${(measured / other).toFixed(1)} ×`,
  target: 'none',
  met: true,
})
