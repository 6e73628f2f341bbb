import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import type { MetricSources } from '../../ports/metrics.js'
import type { ProjectionStatus } from '../../ports/read-models.js'
import type { Reading } from './reading.js'

/** What there is of each projection. Their names are those of the program's own definitions, so that there are few. */
export const createProjectionReadings = (registers: Registry[]): Reading => {
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames: ['projection'], registers })
  const position = gauge('annals_projection_position', 'Position up to which the projection has read; -1 at the start.')
  const lagEvents = gauge('annals_projection_lag_events', 'Positions between the projection and the end of the log.')
  const lagSeconds = gauge(
    'annals_projection_lag_seconds',
    'Age of the first event that the projection has not read; 0 when it has read everything.',
  )
  const failed = gauge('annals_projection_failed', 'Whether the projection has stopped at an error: 1 or 0.')
  const rebuilding = gauge('annals_projection_rebuilding', 'Whether the rows are being built anew: 1 or 0.')
  const undecodable = gauge(
    'annals_projection_undecodable_events',
    'Events of Annals that could not be decoded and were left out.',
  )
  const all = [position, lagEvents, lagSeconds, failed, rebuilding, undecodable]
  const clear = (): void => {
    for (const each of all) each.reset()
  }
  return {
    source: 'projections',
    read: async (sources) => {
      const statuses = sources.projections()
      const ages = await agesBehind(sources, statuses)
      clear()
      // The log's own end: what the projector knows of it is old where the projector stands still.
      const head = sources.log().position
      for (const status of statuses) {
        const labels = { projection: status.name }
        const at = Number(status.position)
        position.set(labels, at)
        lagEvents.set(labels, Math.max(0, head - at))
        const age = at >= head ? 0 : ages.get(at)
        if (age !== undefined) lagSeconds.set(labels, age)
        failed.set(labels, status.state === 'failed' ? 1 : 0)
        rebuilding.set(labels, status.state === 'rebuilding' ? 1 : 0)
        undecodable.set(labels, status.undecodable)
      }
    },
    clear,
  }
}

/** By position, how long ago what lies behind it was stored, in seconds, where that can be read. Projections mostly stand at one place: each is looked up once. */
const agesBehind = async (
  { log, storedAfter, now }: MetricSources,
  statuses: readonly ProjectionStatus[],
): Promise<ReadonlyMap<number, number>> => {
  const ages = new Map<number, number>()
  for (const { position } of statuses) {
    const at = Number(position)
    if (ages.has(at) || at >= log().position) continue
    const storedAt = await storedAfter(at)
    if (storedAt !== undefined) ages.set(at, Math.max(0, now() - storedAt) / 1_000)
  }
  return ages
}
