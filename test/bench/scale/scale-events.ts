import type { EventBody } from '../../../src/domain/event.js'
import { seededRandom } from '../random.js'

/** How many values each field has at ten million events; actors and subjects are fewer where there are fewer events. */
const verbs = 200
const channels = 20
const types = 40
const tenants = 200
const actors = 50_000
const subjects = 2_000_000

const dayMs = 86_400_000
/** New events come in the two years before this; a tenth of all is an import of the ten years before them. */
export const scaleEnd = Date.UTC(2026, 0, 1)
export const scaleStart = scaleEnd - 730 * dayMs
export const importStart = scaleStart - 3_650 * dayMs

export const paths = [
  '/title',
  '/price',
  '/status',
  '/tags/0',
  '/address/street',
  '/owner',
  '/notes',
  '/amount',
] as const

/** Values as the events have them, the most frequent first. */
export const scaleValues = {
  verb: (n: number): string => `area${n % 12}.verb${n}`,
  channel: (n: number): string => `channel${n}`,
  subjectType: (n: number): string => `type${n}`,
  tenant: (n: number): string => `tenant-${n}`,
  actorId: (n: number): string => `a-${n}`,
  subjectId: (n: number): string => `s-${n}`,
  transactionId: (n: number): string => `tx-${n.toString(36)}`,
  path: (n: number): string => paths[n % paths.length] ?? '',
} as const
export const legacyVerb = (n: number): string => `legacy.verb${n}`

export const scaleCounts = (events: number) => {
  const scale = Math.min(1, events / 10_000_000)
  return {
    verb: verbs,
    channel: channels,
    subjectType: types,
    tenant: tenants,
    actorId: Math.max(500, Math.round(actors * scale)),
    subjectId: Math.max(5_000, Math.round(subjects * scale)),
    transactionId: events >> 1,
    path: paths.length,
  }
}

/**
 * Synthetic events in the order in which they are recorded: values by Zipf's law; two in a hundred come up to thirty days late; in the middle, an
 * import of the ten years before that is a tenth of all; five verbs occur in that import alone. The same in every run.
 */
export function* scaleEvents(count: number): Generator<EventBody> {
  const next = seededRandom(1)
  const counts = scaleCounts(count)
  const draw = {
    verb: zipf(counts.verb, next),
    channel: zipf(counts.channel, next),
    type: zipf(counts.subjectType, next),
    tenant: zipf(counts.tenant, next),
    actor: zipf(counts.actorId, next),
    subject: zipf(counts.subjectId, next),
  }
  const importFrom = Math.floor(count * 0.45)
  const importTo = Math.floor(count * 0.55)
  const fresh = count - (importTo - importFrom)
  let [done, imported] = [0, 0]
  for (let n = 0; n < count; n++) {
    const isImport = n >= importFrom && n < importTo
    const at = isImport
      ? importStart + (imported++ / (importTo - importFrom)) * (scaleStart - importStart)
      : scaleStart + (done++ / fresh) * (scaleEnd - scaleStart) - (next() < 0.02 ? next() * 30 * dayMs : 0)
    const isChange = next() < 0.5
    const isLegacy = isImport && next() < 0.001
    yield {
      id: `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
      subject: { type: scaleValues.subjectType(draw.type()), id: scaleValues.subjectId(draw.subject()) },
      verb: isLegacy ? legacyVerb(Math.floor(next() * 5)) : scaleValues.verb(draw.verb()),
      actor: { type: next() < 0.9 ? 'user' : 'service', id: scaleValues.actorId(draw.actor()) },
      channel: isImport ? 'import' : scaleValues.channel(draw.channel()),
      tenant: scaleValues.tenant(draw.tenant()),
      occurredAt: new Date(Math.floor(at)).toISOString(),
      outcome: next() < 0.03 ? { status: 'failure', error: { message: 'refused by the bank' } } : { status: 'success' },
      transactionId: scaleValues.transactionId(n >> 1),
      context: { entryPoint: 'http', method: 'PATCH', path: '/api/things', requestId: `r-${n}` },
      ...(isChange
        ? { change: { kind: 'patch' as const, delta: deltaOf(Math.floor(next() * paths.length), n) } }
        : { data: { note: `what else there is to say of ${n}`, size: n % 1_000 } }),
    }
  }
}

const deltaOf = (path: number, n: number): { [key: string]: never } => {
  const [, first = '', second] = scaleValues.path(path).split('/')
  const values = [`old value ${n}`, `new value ${n}`]
  const inner = second === undefined ? values : second === '0' ? { _t: 'a', '0': [`tag ${n}`] } : { [second]: values }
  return { [first]: inner } as unknown as { [key: string]: never }
}

/** The value n, from 0 on, about in proportion to 1 / (n + 1). */
const zipf = (count: number, next: () => number): (() => number) => {
  const sums = new Float64Array(count)
  let sum = 0
  for (let n = 0; n < count; n++) sums[n] = sum += 1 / (n + 1)
  return () => {
    const wanted = next() * sum
    let [low, high] = [0, count - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sums[middle] as number) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}
