import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import type { Fold } from '../domain/subject-fold.js'
import { hasChanged } from '../domain/subject-fold.js'
import { idsUnderWay } from './ids-under-way.js'
import type { IdsUnderWay } from './ids-under-way.js'
import { presentStates } from './present-states.js'
import type { PresentState, PresentStates, PresentStatesOptions } from './present-states.js'
import { replay } from './replay.js'
import type { ReplayPorts } from './replay.js'
import { subjectLines } from './subject-lines.js'
import type { SubjectLines } from './subject-lines.js'

/** What all that writes has in common, whichever door it comes through: a subject's turn, its present state, the ids under way. */
export interface WriteContext {
  readonly lines: SubjectLines
  readonly states: PresentStates
  readonly ids: IdsUnderWay
  /** The subject's state with what is pending for it. To be called in the subject's line. */
  readonly present: (tenant: string, subject: Subject, stream: string) => Promise<Either<AnnalsError, PresentState>>
  /** The subject's state where it is held in memory and durable, and nobody was seen to have written it since. */
  readonly settled: (stream: string) => Fold | undefined
  /** No event is recorded earlier than this (ms since the epoch). */
  lastRecordedAt: number
}

export interface WriteContextPorts extends ReplayPorts {
  /** See OwnedLog. */
  readonly seenRevision?: ((stream: string) => number) | undefined
}

export const writeContext = (
  ports: WriteContextPorts,
  limits: PresentStatesOptions,
  recordedAtFloor: number,
): WriteContext => {
  const states = presentStates(limits)
  const readState = replay(ports)
  return {
    lines: subjectLines(),
    states,
    ids: idsUnderWay(),
    present: async (tenant, subject, stream) => {
      let state = states.get(stream)
      while (state?.failure !== undefined) {
        await states.allAnswered(state)
        state = states.get(stream)
      }
      if (state !== undefined) return E.right(state)
      const read = await readState(tenant, subject, Number.MAX_SAFE_INTEGER)
      if (E.isLeft(read)) return read
      const { fold, bytes } = read.right
      if (fold.version >= 0 && !hasChanged(fold)) return E.left(ofSomebodyElse(stream, fold.version))
      return E.right(states.add(fold, bytes))
    },
    settled: (stream) => {
      const state = states.get(stream)
      if (state === undefined || state.pending > 0 || state.failure !== undefined) return undefined
      if ((ports.seenRevision?.(stream) ?? -1) <= state.fold.version) return state.fold
      states.forget(stream)
      return undefined
    },
    lastRecordedAt: recordedAtFloor,
  }
}

/** Foreign events alone: whose they are may cut the stream off or delete it, and a history of ours with it. */
const ofSomebodyElse = (stream: string, revision: number): AnnalsError => ({
  _tag: 'Corrupt',
  detail: `the stream ${stream} is somebody else's: it begins with events that are not Annals'`,
  stream,
  revision,
})
