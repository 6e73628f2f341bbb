import { bareInsert, readStoredRows } from './bare-log.js'
import { makeEvents } from './events.js'
import { interleaved, perSecond, rateFigure, withFolder } from './measure.js'
import type { Benchmark } from './measure.js'
import { emitInTurn, withAnnals } from './store.js'

/** One emitter that awaits each receipt: what a single caller sees. */
export const sequential: Benchmark = {
  run: async (options) => {
    const count = options.quick ? 500 : 4_000
    const [events = []] = makeEvents({ count, lanes: 1, subjectsPerLane: 500, stepMs: 40 })
    const rows = await withFolder(async (folder) => {
      await withAnnals(folder, 'paused', (annals) => emitInTurn(annals, events))
      return readStoredRows(folder)
    })
    const record = (projector: 'running' | 'paused') => () =>
      withFolder((folder) =>
        withAnnals(folder, projector, async (annals) => perSecond(count, await emitInTurn(annals, events))),
      )
    const rates = await interleaved(options, options.quick ? 1 : 5, {
      bare: () => withFolder((folder) => bareInsert(folder, rows, 1)),
      paused: record('paused'),
      running: record('running'),
    })
    const baseline = 'bare loop, each row a commit'
    return [
      rateFigure('one awaited append after another, projections paused', rates.paused, rates.bare, 0.7, baseline),
      rateFigure('one awaited append after another, projections running', rates.running, rates.bare, 0.7, baseline),
    ]
  },
}
