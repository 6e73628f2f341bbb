import type { LogCore } from './log-core.js'
import type { UnpackedRequest, WriteAnswer } from './write-request.js'
import type { CommitSample } from '../../ports/metrics.js'
import { packAnswers } from './write-answers.js'
import type { AnswerMessage } from './write-answers.js'
import { unpackRequests } from './write-request.js'

/** What one commit takes at most (but always one request whole). */
export const batchEventsMax = 512
export const batchBytesMax = 4 * 1024 * 1024

export interface BatchWriter {
  /**
   * Writes the packed requests, and all that `more` still has, in as few commits as their bounds allow; answers each commit as soon as it is durable,
   * in the order of the requests.
   */
  readonly write: (packed: ArrayBuffer, more: () => ArrayBuffer | undefined) => void
}

export const createBatchWriter = (core: LogCore, answer: (message: AnswerMessage) => void): BatchWriter => ({
  write: (packed, more) => {
    let batch: UnpackedRequest[] = []
    let events = 0
    let bytes = 0
    const commit = (): void => {
      if (batch.length > 0) answer(measured(core, batch))
      batch = []
      events = 0
      bytes = 0
    }
    // Nothing to write is a question whether writing works again.
    if (packed.byteLength === 0) answer(packAnswers(core.commit([])))
    for (let next: ArrayBuffer | undefined = packed; next !== undefined; next = more()) {
      for (const request of unpackRequests(next)) {
        if (events + request.events > batchEventsMax || bytes + request.bytes > batchBytesMax) commit()
        batch.push(request)
        events += request.events
        bytes += request.bytes
      }
    }
    commit()
  },
})

const measured = (core: LogCore, batch: readonly UnpackedRequest[]): AnswerMessage => {
  const before = core.position()
  const startedAt = performance.now()
  const answers = core.commit(batch)
  const durationMs = performance.now() - startedAt
  const failed = core.trouble() !== undefined
  // Positions of this log have no gaps.
  const commit: CommitSample = {
    appends: storedAppends(batch, answers),
    events: core.position() - before,
    durationMs,
    failed,
  }
  return { ...packAnswers(answers), commit }
}

const storedAppends = (batch: readonly UnpackedRequest[], answers: readonly WriteAnswer[]): number => {
  let stored = 0
  for (let index = 0; index < batch.length; index += 1)
    if (batch[index]?.kind !== 'remember' && answers[index]?._tag === 'Stored') stored += 1
  return stored
}
