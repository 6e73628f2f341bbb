import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { RememberedId } from '../../ports/unchanged-memory.js'
import { refusal } from './append-decision.js'
import { digestOf, idToBytes, makeRecord, partsOf, placeRecord } from './event-record.js'
import {
  describedStream,
  isMetadataStream,
  metadataEventType,
  metadataStreamOf,
  parseMetadata,
  withTruncateBefore,
} from './stream-metadata.js'
import { createStreamStates, isSoftDeleted } from './stream-states.js'
import type { StreamState } from './stream-states.js'
import { rememberedForMs } from './unchanged-ids.js'
import type { UnpackedRequest, UnpackedStream, WriteAnswer } from './write-request.js'

/** Writes batches through one write handle. When it throws, nothing it knows can be trusted any more: drop it with its handle. */
export interface LogTransactions {
  /** One transaction; returns once it is durable. Throws when anything but a refused request went wrong. */
  readonly commit: (batch: readonly UnpackedRequest[]) => readonly WriteAnswer[]
  /** Of the last event; -1 when there is none. */
  readonly position: () => number
}

const prunedAtOnceMax = 1_000

export const createLogTransactions = (db: Database.Database, now: () => number): LogTransactions => {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const end = db.prepare('COMMIT')
  const insert = db.prepare<[number, number, number, Buffer, string, number, number, Buffer, Buffer, Buffer]>(
    `INSERT INTO events (position, stream_id, revision, id, type, is_json, created, digest, metadata, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const dataAt = db
    .prepare<[number, number], Buffer>('SELECT data FROM events WHERE stream_id = ? AND revision = ?')
    .pluck()
  const remember = db.prepare<[RememberedId & { readonly before: number }]>(
    `INSERT INTO unchanged_ids (tenant, id, digest, version, remembered_at)
     VALUES (:tenant, :id, :digest, :version, :rememberedAt)
     ON CONFLICT (tenant, id) DO UPDATE
     SET digest = excluded.digest, version = excluded.version, remembered_at = excluded.remembered_at
     WHERE unchanged_ids.remembered_at < :before`,
  )
  const forget = db.prepare<[number, number]>(
    'DELETE FROM unchanged_ids WHERE (tenant, id) IN (SELECT tenant, id FROM unchanged_ids WHERE remembered_at < ? LIMIT ?)',
  )
  const last = db
    .prepare<[], { position: number; created: number }>(
      'SELECT position, created FROM events ORDER BY position DESC LIMIT 1',
    )
    .get()
  const states = createStreamStates(db)
  let position = last?.position ?? -1
  let created = last?.created ?? 0

  const writeRecords = (state: StreamState, records: readonly Buffer[]): void => {
    states.touch(state)
    for (const record of records) {
      position += 1
      state.lastRevision += 1
      placeRecord(record, position, state.lastRevision, created)
      const { id, type, isJson, data, metadata } = partsOf(record)
      insert.run(position, state.id, state.lastRevision, id, type, isJson, created, digestOf(record), metadata, data)
    }
  }

  const noteMetadata = (metadataStream: string, data: Uint8Array): void => {
    const described = states.find(describedStream(metadataStream))
    states.touch(described)
    const { metadata: _, ...limits } = parseMetadata(data)
    described.limits = limits
  }

  // A softly deleted stream that is written to again begins where the new events begin: its metadata says so in a further event.
  const undelete = (state: StreamState, firstRevision: number): void => {
    const metadataState = states.find(metadataStreamOf(state.name))
    const present = dataAt.get(metadataState.id, metadataState.lastRevision) ?? Buffer.alloc(0)
    const data = withTruncateBefore(present, firstRevision)
    writeRecords(metadataState, [
      makeRecord({
        stream: metadataState.name,
        type: metadataEventType,
        isJson: true,
        id: idToBytes(randomUUID()),
        data,
        metadata: Buffer.alloc(0),
      }),
    ])
    noteMetadata(metadataState.name, data)
  }

  const write = (streams: readonly UnpackedStream[], isTombstone: boolean): WriteAnswer => {
    const refused = refusal(streams, states)
    if (refused !== undefined) return refused
    const named = new Set(streams.map(({ stream }) => stream))
    const deleted: { readonly state: StreamState; readonly firstRevision: number }[] = []
    const places = streams.map(({ stream, records }) => {
      const state = states.find(stream)
      const firstRevision = state.lastRevision + 1
      const undeleted = deleted.some((other) => other.state === state)
      if (isSoftDeleted(state) && !isTombstone && !undeleted && !named.has(metadataStreamOf(stream)))
        deleted.push({ state, firstRevision })
      writeRecords(state, records)
      if (isTombstone) state.tombstoned = true
      return { firstRevision, lastRevision: state.lastRevision }
    })
    const answer: WriteAnswer = { _tag: 'Stored', position, streams: places }
    for (const { stream, records } of streams) {
      const newest = records.at(-1)
      if (isMetadataStream(stream) && newest !== undefined) noteMetadata(stream, partsOf(newest).data)
    }
    for (const { state, firstRevision } of deleted) undelete(state, firstRevision)
    return answer
  }

  const answerTo = (request: UnpackedRequest): WriteAnswer => {
    if (request.kind !== 'remember') return write(request.streams, request.kind === 'tombstone')
    const before = now() - rememberedForMs
    remember.run({ ...request.entry, before })
    forget.run(before, prunedAtOnceMax)
    return { _tag: 'Stored', position: Math.max(position, 0), streams: [] }
  }

  return {
    commit: (batch) => {
      created = Math.max(created, now())
      begin.run()
      const answers = batch.map(answerTo)
      states.flush()
      end.run()
      states.trim()
      return answers
    },
    position: () => position,
  }
}
