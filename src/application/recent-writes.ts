import { LRUCache } from 'lru-cache'
import { eventInputSchema } from '../domain/codecs/event-input.js'
import { recordStateInputSchema } from '../domain/codecs/record-state-input.js'
import { restoreInputSchema } from '../domain/codecs/restore-input.js'
import type { AnnalsError } from '../domain/errors.js'
import { formatTime } from '../domain/time.js'
import type { Clock } from '../ports/clock.js'
import type { Outcome, RecentWrites, Refusal } from './write-report.js'

const maxTenants = 1_000
const maxRefusals = 50
const minutesKept = 60
const minuteMs = 60_000

type Counts = Record<Outcome, number>

interface OfTenant {
  /** By the number of the minute since the epoch. */
  readonly minutes: Map<number, Counts>
  readonly refusals: Refusal[]
}

const noCounts = (): Counts => ({ stored: 0, duplicates: 0, unchanged: 0, notCaptured: 0, refused: 0 })

export const recentWrites = (clock: Clock): RecentWrites => {
  const tenants = new LRUCache<string, OfTenant>({ max: maxTenants })
  const minuteNow = (): number => Math.floor(clock.now() / minuteMs)

  const ofTenant = (tenant: string): OfTenant => {
    const known = tenants.get(tenant)
    if (known !== undefined) return known
    const added: OfTenant = { minutes: new Map(), refusals: [] }
    tenants.set(tenant, added)
    return added
  }

  const count = ({ minutes }: OfTenant, outcome: Outcome): void => {
    const minute = minuteNow()
    const counts = minutes.get(minute) ?? noCounts()
    counts[outcome]++
    if (minutes.has(minute)) return
    minutes.set(minute, counts)
    for (const old of minutes.keys()) if (old <= minute - minutesKept) minutes.delete(old)
  }

  return {
    wrote: (tenant, outcome) => count(ofTenant(tenant), outcome),
    refused: (tenant, operation, error) => {
      const known = ofTenant(tenant)
      count(known, 'refused')
      known.refusals.unshift({ at: formatTime(clock.now()), operation, reason: error._tag, fields: fieldsOf(error) })
      known.refusals.length = Math.min(known.refusals.length, maxRefusals)
    },
    of: (tenant) => {
      const known = tenants.get(tenant)
      const last = minuteNow()
      const minutes = Array.from({ length: minutesKept }, (_, i) => {
        const minute = last - minutesKept + 1 + i
        const counts = known?.minutes.get(minute) ?? noCounts()
        return { at: formatTime(minute * minuteMs), ...counts }
      })
      return { minutes, refusals: [...(known?.refusals ?? [])] }
    },
  }
}

/** Fields of the format itself: what else a pointer names was chosen by whoever sent it. */
const knownFields: ReadonlySet<string> = new Set([
  ...[eventInputSchema, recordStateInputSchema, restoreInputSchema].flatMap(({ properties = {} }) =>
    Object.keys(properties),
  ),
  'rules',
])

const fieldsOf = (error: AnnalsError): readonly string[] => {
  if (error._tag !== 'InvalidInput') return []
  const names = error.issues.map(
    ({ field }) => field.split('/').find((part) => part !== '' && !/^\d+$/.test(part)) ?? '',
  )
  return [...new Set(names)].filter((name) => knownFields.has(name)).slice(0, 8)
}
