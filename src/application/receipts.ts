import type { Receipt } from '../domain/event.js'
import { encodeEvent } from '../domain/stored-event.js'
import { formatTime } from '../domain/time.js'
import type { AppendResult, NewEvent, StreamAppend } from '../ports/event-log.js'
import type { Written } from './operations.js'
import type { Plan, PlannedEvent } from './write-plan.js'

/** Neighbours in the same stream share one StreamAppend; the order of the events stays. */
export const encodeAppends = (
  events: readonly PlannedEvent[],
  recordedAt: number,
): { readonly appends: readonly StreamAppend[]; readonly bytes: ReadonlyMap<string, number> } => {
  const appends: { stream: string; expected: StreamAppend['expected']; events: NewEvent[] }[] = []
  const bytes = new Map<string, number>()
  for (const { stream, expected, body, digest, kind } of events) {
    const encoded = encodeEvent({ body, digest, kind, recordedAt })
    bytes.set(stream, (bytes.get(stream) ?? 0) + encoded.data.length)
    const last = appends.at(-1)
    if (last?.stream === stream) last.events.push(encoded)
    else appends.push({ stream, expected, events: [encoded] })
  }
  return { appends, bytes }
}

/** Answers the commands of the events with where these were stored. */
export const giveReceipts = (plan: Plan, events: readonly PlannedEvent[], result: AppendResult): void => {
  const position = String(result.position)
  const recordedAt = formatTime(plan.recordedAt)
  let group = -1
  let offset = 0
  let stream: string | undefined
  for (const event of events) {
    if (event.stream === stream) offset += 1
    else {
      group += 1
      offset = 0
      stream = event.stream
    }
    if (event.index === undefined) continue
    const revision = (result.streams[group]?.firstRevision ?? 0) + offset
    const version = event.kind === 'change' ? revision : null
    const receipt: Receipt = { id: event.body.id, stream, revision, version, position, recordedAt, duplicate: false }
    plan.answers[event.index] = receipt
  }
}

/** The answer to a second command with the same id in one submission. */
export const asDuplicate = (answer: Written | undefined): Written | undefined =>
  answer !== undefined && 'duplicate' in answer ? { ...answer, duplicate: true } : answer

/** Events stored by one append share its time and its receipt's position: that of the last one. */
export const asOneAppend = (answers: readonly (Written | undefined)[]): readonly (Written | undefined)[] => {
  if (answers.length < 2) return answers
  const last = new Map<string, string>()
  for (const answer of answers) {
    if (answer === undefined || !('duplicate' in answer)) continue
    const before = last.get(answer.recordedAt)
    if (before === undefined || Number(answer.position) > Number(before)) last.set(answer.recordedAt, answer.position)
  }
  return answers.map((answer) =>
    answer !== undefined && 'duplicate' in answer
      ? { ...answer, position: last.get(answer.recordedAt) ?? answer.position }
      : answer,
  )
}
