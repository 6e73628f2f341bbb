import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { pause } from '../pause.js'
import { CopyEnded } from './copy-failure.js'

const pauseMsMax = 2_000

export interface Patience {
  /** How long a log that does not answer is waited for, in ms. */
  readonly patienceMs: number
  readonly signal: AbortSignal
  /** Grows while there is something to wait for, whatever is answered meanwhile: the target catches its index of ids up, say. */
  readonly progress?: () => number
}

/** Does it again, with growing pauses, while the log is not there or takes nothing. @throws CopyEnded once interrupted. */
export const patiently = async <Err extends { readonly _tag: string }, A>(
  { patienceMs, signal, progress = () => 0 }: Patience,
  attempt: TaskEither<Err, A>,
): Promise<E.Either<Err, A>> => {
  let since = performance.now()
  let reached = progress()
  for (let failures = 0; ; failures += 1) {
    if (signal.aborted) throw new CopyEnded({ _tag: 'Interrupted' })
    const result = await attempt()
    if (E.isRight(result) || !isPassing(result.left)) return result
    const present = progress()
    if (present > reached) {
      reached = present
      since = performance.now()
      failures = 0
    }
    if (performance.now() - since > patienceMs) return result
    await pause(Math.min(50 * 2 ** failures, pauseMsMax), signal)
  }
}

const isPassing = ({ _tag }: { readonly _tag: string }): boolean => _tag === 'LogUnavailable' || _tag === 'QueueFull'
