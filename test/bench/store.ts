import { isRight } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AnnalsError } from '../../src/domain/errors.js'
import type { EventInput } from '../../src/domain/event.js'
import { openAnnals } from '../../src/main/open-annals.js'
import type { AnnalsOptions } from '../../src/main/annals-options.js'
import type { Annals } from '../../src/main/open-annals.js'

export const tenant = 'default'

/** Opens a folder with its worker threads, does something with it, and closes it. `paused`: nothing is projected. */
export const withAnnals = async <A>(
  dataDir: string,
  projector: 'running' | 'paused',
  use: (annals: Annals) => Promise<A>,
): Promise<A> => {
  const options: AnnalsOptions & { readonly projector: 'running' | 'paused' } = { dataDir, command: 'bench', projector }
  const annals = await openAnnals(options)
  try {
    return await use(annals)
  } finally {
    await annals.close()
  }
}

/** What an operation answers; throws what it refuses. */
export const right = async <A>(task: TaskEither<AnnalsError, A>): Promise<A> => {
  const result = await task()
  if (isRight(result)) return result.right
  throw new Error(JSON.stringify(result.left))
}

/** All lanes at once, each of them awaiting every receipt before it sends the next event. Answers the time it took, in ms. */
export const emitConcurrently = async (
  annals: Pick<Annals, 'emit'>,
  lanes: readonly (readonly EventInput[])[],
): Promise<number> => {
  const startedAt = performance.now()
  await Promise.all(lanes.map((events) => emitInTurn(annals, events)))
  return performance.now() - startedAt
}

export const emitInTurn = async (annals: Pick<Annals, 'emit'>, events: readonly EventInput[]): Promise<number> => {
  const startedAt = performance.now()
  for (const event of events) {
    const written = await annals.emit(event)
    if (!('duplicate' in written) || written.duplicate) throw new Error(`not stored: ${JSON.stringify(written)}`)
  }
  return performance.now() - startedAt
}

/** Resolves once all projections have reached a position of the log and are complete, indexes included; answers the time it took, in ms. */
export const caughtUp = async (annals: Annals, position: number): Promise<number> => {
  const startedAt = performance.now()
  for (;;) {
    const behind = annals.operations
      .projections()
      .filter((each) => Number(each.position) < position || each.state !== 'live')
    if (behind.length === 0) return performance.now() - startedAt
    const failed = behind.find(({ state }) => state === 'failed')
    if (failed !== undefined) throw new Error(`${failed.name} has failed: ${failed.error ?? ''}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
