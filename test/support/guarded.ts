import { randomUUID } from 'node:crypto'
import { BACKWARDS, END, EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import * as E from 'fp-ts/lib/Either.js'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { openSnapshotStore } from '../../src/adapters/embedded/snapshot-store.js'
import { nodeHash } from '../../src/adapters/system/node-hash.js'
import { uuidIds } from '../../src/adapters/system/uuid-ids.js'
import { streamCheck } from '../../src/application/check-stream.js'
import { createDoor } from '../../src/application/create-door.js'
import { emit } from '../../src/application/emit.js'
import type { Written } from '../../src/application/operations.js'
import { recordState } from '../../src/application/record-state.js'
import { stateAt } from '../../src/application/state-at.js'
import { writeContext } from '../../src/application/write-context.js'
import { createWriter } from '../../src/application/writer.js'
import type { AnnalsError } from '../../src/domain/errors.js'
import type { Change, Subject } from '../../src/domain/event.js'
import type { State } from '../../src/domain/json.js'
import { digestText } from '../../src/domain/request-digest.js'
import type { SubjectRulesByType } from '../../src/domain/subject-rules.js'
import type { Door } from '../../src/application/door.js'
import { annalsGuard } from '../../src/wire/annals-guard.js'
import { startEndpoint } from '../../src/wire/endpoint.js'
import type { GuardPolicy } from '../../src/wire/guard.js'
import { freshFolder } from './embedded.js'

export const actor = { type: 'user', id: 'u-7' }
export const post = (id: string): Subject => ({ type: 'post', id })

/** A store with an endpoint over the same log, as `serve` puts them together: what emitters write and what the official client writes. */
export const openGuarded = async (
  policy: (door: Door) => GuardPolicy = annalsGuard,
  rules: SubjectRulesByType = {},
) => {
  const { dataDir, remove } = await freshFolder()
  const log = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
  const snapshots = openSnapshotStore({ dataDir, logId: log.logId, thread: 'in-thread' })
  const hash = nodeHash(new Uint8Array(32))
  const ports = {
    eventLog: log,
    snapshots,
    unchangedMemory: log.unchangedMemory,
    clock: { now: Date.now },
    hash,
    rules,
  }
  const context = writeContext(ports, { maxStates: 100, maxBytes: 1_000_000 }, 0)
  const writer = createWriter(ports, context)
  const writing = { ...ports, writer, settled: writer.settled, ids: uuidIds }
  const endpoint = await startEndpoint({
    eventLog: log,
    guard: policy(createDoor(ports, context)),
    port: 0,
    onWarning: (warning) => console.warn(warning),
  })
  const client = EventStoreDBClient.connectionString(endpoint.connectionString)
  return {
    client,
    port: endpoint.port,
    log,
    emit: (input: object) => written(emit(writing)('default', input)()),
    record: (subject: Subject, state: State | null) =>
      written(recordState(writing)('default', subject, { state, actor }, undefined)()),
    recorded: (subject: Subject, state: State | null) =>
      recordState(writing)('default', subject, { state, actor }, undefined)(),
    state: async (subject: Subject): Promise<unknown> => {
      const answer = await stateAt(writing)('default', subject, { _tag: 'Now' })()
      return E.isLeft(answer) ? answer.left : { version: answer.right.version, state: answer.right.state }
    },
    types: async (stream: string): Promise<readonly string[]> => {
      const types: string[] = []
      for await (const { event } of client.readStream(stream)) types.push(event?.type ?? '')
      return types
    },
    lastRevision: async (stream: string): Promise<bigint | undefined> => {
      for await (const { event } of client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }))
        return event?.revision
      return undefined
    },
    /** What `annals check` would say of the stream. */
    breaches: async (stream: string): Promise<readonly string[]> => {
      const read = await log.readStream(stream, { direction: 'forwards', limit: 4_096 })()
      if (E.isLeft(read)) return [read.left._tag]
      const breaches: string[] = []
      const check = streamCheck(hash, stream, new Map(), ({ detail }) => breaches.push(detail))
      read.right.events.forEach(check)
      return breaches
    },
    digest: (input: object) => hash.sha256(digestText(input)),
    close: async () => {
      await endpoint.close()
      // Not waited for: it never ends where one of its reads was given up in the middle.
      void client.dispose()
      await snapshots.close()
      await log.close()
      await remove()
    },
  }
}

export type Guarded = Awaited<ReturnType<typeof openGuarded>>

const written = async (answer: Promise<E.Either<AnnalsError, Written>>): Promise<Written> => {
  const result = await answer
  if (E.isRight(result)) return result.right
  throw new Error(JSON.stringify(result.left))
}

/** The stream of a subject's changes, and that of the activities about it. */
export const changesOf = ({ type, id }: Subject): string => `${type}-default:${id}`
export const activitiesOf = (subject: Subject): string => `activity:${changesOf(subject)}`

/** An event in Annals' form, as docs/event-format.md has it; `body` and `metadata` replace parts of it. */
export const changeEvent = (subject: Subject, change: Change, body: object = {}, metadata: object = {}) =>
  annalsEvent('change', { verb: `${subject.type}.updated`, subject, change, ...body }, metadata)

export const activityEvent = (subject: Subject, body: object = {}, metadata: object = {}) =>
  annalsEvent('activity', { verb: `${subject.type}.seen`, subject, ...body }, metadata)

const annalsEvent = (
  kind: string,
  part: { readonly verb: string; readonly subject: Subject; readonly change?: Change; readonly id?: string },
  metadata: object,
) => {
  const now = new Date().toISOString()
  const { id = randomUUID() } = part
  return jsonEvent({
    id,
    type: part.verb,
    data: {
      id,
      actor,
      tenant: 'default',
      occurredAt: now,
      outcome: { status: 'success' },
      digest: '0'.repeat(64),
      ...part,
    },
    metadata: { annals: 1, kind, recordedAt: now, ...metadata },
  })
}
