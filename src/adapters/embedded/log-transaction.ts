import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type Database from 'better-sqlite3'
import { describedStream, isMetadataStream, metadataEventType, metadataStreamOf } from '../../ports/reserved-names.js'
import { refusal } from './append-decision.js'
import { digestOf, idToBytes, makeRecord, partsOf, placeRecord } from './event-record.js'
import type { RecordSource } from './event-record.js'
import { parseMetadata, withTruncateBefore } from './stream-metadata.js'
import { createStreamStates, isSoftDeleted } from './stream-states.js'
import type { StreamState } from './stream-states.js'
import { rememberUnchangedId } from './unchanged-ids.js'
import type { UnpackedRequest, UnpackedStream, WriteAnswer } from './write-request.js'

/** Writes batches through one write handle. When it throws, nothing it knows can be trusted any more: drop it with its handle. */
export interface LogTransactions {
  /** One transaction; returns once it is durable. Throws when anything but a refused request went wrong. */
  readonly commit: (batch: readonly UnpackedRequest[]) => readonly WriteAnswer[]
  /** Of the last event; -1 when there is none. */
  readonly position: () => number
}

export const createLogTransactions = (db: Database.Database, now: () => number): LogTransactions => {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const end = db.prepare('COMMIT')
  const insert = db.prepare<
    [number, number, number, Uint8Array, string, number, number, Uint8Array, Uint8Array, Uint8Array]
  >(
    `INSERT INTO events (position, stream_id, revision, id, type, is_json, created, digest, metadata, data)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const dataAt = db
    .prepare<[number, number], Buffer>('SELECT data FROM events WHERE stream_id = ? AND revision = ?')
    .pluck()
  const remember = rememberUnchangedId(db, now)
  const last = db
    .prepare<[], { position: number; created: number }>(
      'SELECT position, created FROM events ORDER BY position DESC LIMIT 1',
    )
    .get()
  const states = createStreamStates(db)
  let position = last?.position ?? -1
  let created = last?.created ?? 0

  const writeRecords = (state: StreamState, source: RecordSource, offsets: readonly number[]): void => {
    if (state.id === 0) states.touch(state)
    for (const offset of offsets) {
      position += 1
      state.lastRevision += 1
      placeRecord(source, offset, position, state.lastRevision, created)
      const { whole, id, type, isJson, data, metadata } = partsOf(source, offset)
      const { id: streamId, lastRevision } = state
      insert.run(position, streamId, lastRevision, id, type, isJson ? 1 : 0, created, digestOf(whole), metadata, data)
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
    const { name: stream } = metadataState
    const id = idToBytes(randomUUID())
    const record = makeRecord({ stream, type: metadataEventType, isJson: true, id, data, metadata: Buffer.alloc(0) })
    writeRecords(metadataState, record, [0])
    noteMetadata(metadataState.name, data)
  }

  const write = (streams: readonly UnpackedStream[], isTombstone: boolean): WriteAnswer => {
    const targets: StreamState[] = []
    const refused = refusal(streams, states, targets)
    if (refused !== undefined) return refused
    const places: { readonly firstRevision: number; readonly lastRevision: number }[] = []
    let index = 0
    for (const state of targets) {
      const firstRevision = state.lastRevision + 1
      const { source, offsets } = streams[index++] as UnpackedStream
      writeRecords(state, source, offsets)
      if (isTombstone) {
        states.touch(state)
        state.tombstoned = true
      }
      places.push({ firstRevision, lastRevision: state.lastRevision })
    }
    const answer: WriteAnswer = { _tag: 'Stored', position, streams: places }
    afterwards(streams, targets, places, isTombstone)
    return answer
  }

  // What an append entails for the metadata: softly deleted streams come back (unless it sets their metadata itself), and limits that it sets are noted.
  const afterwards = (
    streams: readonly UnpackedStream[],
    targets: readonly StreamState[],
    places: readonly { readonly firstRevision: number }[],
    isTombstone: boolean,
  ): void => {
    for (const [index, state] of targets.entries()) {
      if (!isSoftDeleted(state) || isTombstone || setsMetadata(targets, state)) continue
      undelete(state, places[index]?.firstRevision ?? 0)
    }
    for (const { stream, source, offsets } of streams) {
      const newest = offsets.at(-1)
      if (isMetadataStream(stream) && newest !== undefined) noteMetadata(stream, partsOf(source, newest).data)
    }
  }

  const answerTo = (request: UnpackedRequest): WriteAnswer => {
    if (request.kind !== 'remember') return write(request.streams, request.kind === 'tombstone')
    remember(request.entry)
    return { _tag: 'Stored', position: Math.max(position, 0), streams: [] }
  }

  return {
    commit: (batch) => {
      created = Math.max(created, now())
      begin.run()
      const answers: WriteAnswer[] = []
      for (const request of batch) answers.push(answerTo(request))
      states.flush()
      end.run()
      states.trim()
      return answers
    },
    position: () => position,
  }
}

const setsMetadata = (targets: readonly StreamState[], state: StreamState): boolean => {
  const name = metadataStreamOf(state.name)
  return targets.some((target) => target.name === name)
}
