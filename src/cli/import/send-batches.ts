import type { Written } from '../../application/operations.js'
import type { ErrorTag } from '../../domain/errors.js'
import type { EventInput } from '../../domain/event.js'
import { CommandFailure } from '../failure.js'
import type { Writing } from '../reading.js'

export interface NumberedEvent {
  readonly line: number
  readonly event: EventInput
  /** Of the line, for the size of a batch. */
  readonly bytes: number
}

export interface SendCounts {
  appended: number
  duplicates: number
  unchanged: number
  notCaptured: number
}

export interface BatchSender {
  /** Waits while the batch before is under way, so that at most two are held. Rejects once the store has failed. */
  readonly add: (event: NumberedEvent) => Promise<void> | undefined
  readonly flush: () => Promise<void>
}

const maxBatchEvents = 500
const maxBatchBytes = 4 * 1024 * 1024

/** What is wrong with one event alone: the others can go on. */
const refusals: ReadonlySet<ErrorTag | undefined> = new Set<ErrorTag>([
  'InvalidInput',
  'PayloadTooLarge',
  'IdConflict',
  'VersionConflict',
  'DeltaMismatch',
  'NoState',
  'NoStateToPatch',
])

/**
 * Sends events in their order, a batch at a time, the next one being filled meanwhile. A batch is stored whole or not at all and nothing is sent behind a
 * failed one: so no event is ever stored before one that stands ahead of it in the file, and a second run takes up where this one ended.
 * A batch in which an event is refused is sent again one by one.
 */
export const sendBatches = (
  writing: Pick<Writing, 'emit' | 'emitMany'>,
  counts: SendCounts,
  onRefused: (line: number, message: string) => void,
): BatchSender => {
  let batch: NumberedEvent[] = []
  let batchBytes = 0
  let underWay: Promise<void> = Promise.resolve()

  const sendWhole = async (events: readonly NumberedEvent[]): Promise<void> => {
    try {
      for (const written of await writing.emitMany(events.map(({ event }) => event))) count(counts, written)
    } catch (error) {
      if (!isRefusal(error)) throw error
      await sendEach(events)
    }
  }

  const sendEach = async (events: readonly NumberedEvent[]): Promise<void> => {
    for (const { line, event } of events) {
      try {
        count(counts, await writing.emit(event))
      } catch (error) {
        if (!isRefusal(error)) throw error
        onRefused(line, error.message)
      }
    }
  }

  const send = async (): Promise<void> => {
    const events = batch
    batch = []
    batchBytes = 0
    await underWay
    if (events.length === 0) return
    underWay = sendWhole(events)
    // Waited for by the next batch; until then a failure must not count as unhandled.
    underWay.catch(() => undefined)
  }

  return {
    add: (event) => {
      batch.push(event)
      batchBytes += event.bytes
      return batch.length >= maxBatchEvents || batchBytes >= maxBatchBytes ? send() : undefined
    },
    flush: async () => {
      await send()
      await underWay
    },
  }
}

const isRefusal = (error: unknown): error is CommandFailure =>
  error instanceof CommandFailure && refusals.has(error.error?._tag)

const count = (counts: SendCounts, written: Written): void => {
  if ('captured' in written) counts.notCaptured += 1
  else if ('changed' in written) counts.unchanged += 1
  else if (written.duplicate) counts.duplicates += 1
  else counts.appended += 1
}
