import type { EventInput } from '../../src/domain/event.js'
import { bareInsert, readStoredRows } from './bare-log.js'
import type { StoredRows } from './bare-log.js'
import { makeEvents } from './events.js'
import { interleaved, perSecond, rateFigure, withFolder } from './measure.js'
import type { Benchmark } from './measure.js'
import { emitConcurrently, withAnnals } from './store.js'

const emitters = 256
const batch = 500

/** Durable appends per second of 256 emitters in this process, each awaiting its receipt before it sends the next event. */
export const append: Benchmark = {
  run: async (options) => {
    const count = options.quick ? 10_000 : 60_000
    const lanes = makeEvents({ count, lanes: emitters, subjectsPerLane: 20, stepMs: 40 })
    const record = (projector: 'running' | 'paused') => recordAll(lanes, count, projector)

    // The first round warms up, and makes the bytes that the baseline inserts.
    const rows = await withFolder(async (folder) => {
      await withAnnals(folder, 'paused', (annals) => emitConcurrently(annals, lanes))
      return readStoredRows(folder)
    })
    options.tell(`${rows.events.length} events of ${Math.round(meanBytes(rows))} bytes in ${rows.streams.size} streams`)
    const rates = await interleaved(options, options.quick ? 1 : 5, {
      bare: () => withFolder((folder) => bareInsert(folder, rows, batch)),
      paused: () => record('paused'),
      running: () => record('running'),
    })
    const baseline = `bare loop, ${batch} rows a commit`
    return [
      rateFigure(`appends, ${emitters} emitters, projections paused`, rates.paused, rates.bare, 0.6, baseline),
      rateFigure(`appends, ${emitters} emitters, projections running`, rates.running, rates.bare, 0.45, baseline),
    ]
  },
}

const recordAll = (
  lanes: readonly (readonly EventInput[])[],
  count: number,
  projector: 'running' | 'paused',
): Promise<number> =>
  withFolder((folder) =>
    withAnnals(folder, projector, async (annals) => perSecond(count, await emitConcurrently(annals, lanes))),
  )

const meanBytes = ({ events }: StoredRows): number =>
  events.reduce((sum, row) => sum + bytesOf(row.at(-1)) + bytesOf(row.at(-2)), 0) / events.length

const bytesOf = (cell: unknown): number => (cell instanceof Buffer ? cell.length : 0)
