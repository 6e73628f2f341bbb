import { changedPaths } from '../../../src/domain/changes.js'
import type { Delta } from '../../../src/domain/delta.js'
import type { EventBody, EventDetails, Party, StoredEvent, Subject } from '../../../src/domain/event.js'
import { streamOf } from '../../../src/domain/stream-name.js'

/** What a test says of an event; the rest is made up. */
export interface Sample extends Pick<EventDetails, 'channel' | 'org' | 'affects' | 'transactionId'> {
  readonly at: number | string
  readonly subject?: Subject
  readonly actor?: Party
  readonly verb?: string
  readonly tenant?: string
  readonly failed?: boolean
  /** With one it is a change. */
  readonly change?: NonNullable<EventBody['change']>
}

export const sampleTenant = 'acme'

/** An event as it is stored at a position. */
export const sampleEvent = (position: number, sample: Sample): StoredEvent => {
  const { at, subject = { type: 'post', id: '1' }, actor = { type: 'user', id: 'ada' }, ...rest } = sample
  const { verb = 'post.viewed', tenant = sampleTenant, failed = false, change, ...details } = rest
  const occurredAt = new Date(at).toISOString()
  const kind = change === undefined ? 'activity' : 'change'
  return {
    id: `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`,
    subject,
    verb,
    actor,
    tenant,
    occurredAt,
    outcome: { status: failed ? 'failure' : 'success' },
    ...details,
    ...(change === undefined ? {} : { change }),
    kind,
    stream: streamOf(kind, tenant, subject),
    revision: position,
    version: change === undefined ? null : position,
    position: String(position),
    recordedAt: '2027-01-01T00:00:00.000Z',
    ...(change === undefined ? {} : { changedPaths: change.kind === 'patch' ? changedPaths(change.delta) : [''] }),
  }
}

/** A patch that changes these paths (of objects, one level or more deep). */
export const patchOf = (...paths: readonly string[]): NonNullable<EventBody['change']> => {
  const delta: Record<string, unknown> = {}
  for (const path of paths) {
    const segments = path.split('/').slice(1)
    const last = segments.pop() ?? ''
    let place = delta
    for (const segment of segments) place = (place[segment] ??= {}) as Record<string, unknown>
    place[last] = ['old', 'new']
  }
  return { kind: 'patch', delta: delta as Delta }
}

/** Events at positions 0, 10, 20 …: gaps are normal. */
export const sampleEvents = (...samples: readonly Sample[]): readonly StoredEvent[] =>
  samples.map((sample, i) => sampleEvent(i * 10, sample))
