import type { Either } from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../errors.js'
import type { EventInput, Subject } from '../event.js'
import type { RecordStateInput } from '../requests.js'
import type { DecideEventArgs } from './decide-event.js'
import { decideEvent } from './decide-event.js'
import type { Decided } from './decided.js'

export interface DecideRecordStateArgs extends Omit<DecideEventArgs, 'input' | 'observedId'> {
  readonly subject: Subject
  /** Decoded, and the rules of the subject's type applied. */
  readonly input: RecordStateInput
}

/** What becomes of "this is its state now": the event that says the same, a null state being a deletion. Errors as those of decideEvent. */
export const decideRecordState = (args: DecideRecordStateArgs): Either<AnnalsError, Decided> => {
  const { subject, input, ...rest } = args
  const { state, ...told } = input
  const event: EventInput = {
    ...told,
    subject,
    change: state === null ? { kind: 'delete' } : { kind: 'state', state },
  }
  return decideEvent({ ...rest, input: event, observedId: '' })
}
