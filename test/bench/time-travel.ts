import type { Json } from '../../src/domain/json.js'
import type { EventInput, Subject } from '../../src/domain/event.js'
import type { Annals } from '../../src/main/open-annals.js'
import { quantile, withFolder } from './measure.js'
import type { Benchmark } from './measure.js'
import { seededRandom, uuidAt } from './random.js'
import { right, tenant, withAnnals } from './store.js'

const subject: Subject = { type: 'document', id: 'long' }
const early = 50
const targetMs = 3

/** How long the state at any version of a long stream takes, beside the state at version 50 of the same stream. */
export const timeTravel: Benchmark = {
  run: (options) =>
    withFolder(async (folder) => {
      const versions = options.quick ? 5_000 : 50_000
      const reads = options.quick ? 500 : 4_000
      await withAnnals(folder, 'paused', (annals) => recordVersions(annals, versions))
      // Reopened, so that nothing of it is held in memory.
      return withAnnals(folder, 'paused', async (annals) => {
        const random = seededRandom(3)
        const anywhere: number[] = []
        const atEarly: number[] = []
        await readVersions(annals, 200, () => Math.floor(random() * versions))
        for (let round = 0; round < 10; round += 1) {
          atEarly.push(...(await readVersions(annals, reads / 10, () => early)))
          anywhere.push(...(await readVersions(annals, reads / 10, () => Math.floor(random() * versions))))
        }
        const [p99, p99Early] = [quantile(anywhere, 0.99), quantile(atEarly, 0.99)]
        options.tell(`anywhere ${shown(anywhere)}; version ${early} ${shown(atEarly)}`)
        return [
          {
            what: `state at a random version of ${versions.toLocaleString('en-US')}, states of 6 to 10 KB, p99`,
            measured: `${p99.toFixed(2)} ms`,
            baseline: `${p99Early.toFixed(2)} ms (version ${early})`,
            ratio: `${(p99 / p99Early).toFixed(1)} ×`,
            target: `≤ ${targetMs} ms and ≤ 2 ×`,
            met: p99 <= targetMs && p99 <= 2 * p99Early,
          },
        ]
      })
    }),
}

const shown = (values: readonly number[]): string =>
  [0.5, 0.9, 0.99, 1].map((q) => `p${q * 100} ${quantile(values, q).toFixed(2)} ms`).join(', ')

const readVersions = async (annals: Annals, count: number, version: () => number): Promise<readonly number[]> => {
  const took: number[] = []
  for (let index = 0; index < count; index += 1) {
    const wanted = version()
    const startedAt = performance.now()
    const read = await right(annals.operations.stateAt(tenant, subject, { _tag: 'Version', version: wanted }))
    took.push(performance.now() - startedAt)
    if (read.version !== wanted) throw new Error(`asked for ${wanted}, got ${read.version}`)
    // A server does other things between two reads.
    if (index % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return took
}

/** Sixty texts of up to 160 characters, of which each version changes one or two. */
const recordVersions = async (annals: Annals, versions: number): Promise<void> => {
  const random = seededRandom(5)
  const text = () => 'lorem ipsum dolor sit amet '.repeat(6).slice(0, 80 + Math.floor(random() * 80))
  const state = new Map<string, Json>(Array.from({ length: 60 }, (_, index) => [`field${index}`, `0 ${text()}`]))
  const common = { subject, actor: { type: 'user', id: 'u-1' } }
  await annals.emit({ ...common, id: uuidAt(0, random), change: { kind: 'state', state: Object.fromEntries(state) } })
  for (let version = 1; version < versions;) {
    const events: EventInput[] = []
    for (; version < versions && events.length < 500; version += 1) {
      const field = `field${Math.floor(random() * 60)}`
      const after = `${version} ${text()}`
      const delta = { [field]: [state.get(field) ?? null, after] as const }
      state.set(field, after)
      events.push({ ...common, id: uuidAt(version, random), change: { kind: 'patch', delta } })
    }
    await annals.emitMany(events)
  }
}
