import type { Written } from '../../application/operations.js'
import { ClientFailure } from '../client-failure.js'
import type { Transport } from '../transport.js'
import type { Outgoing } from './outgoing.js'

/** Writes that are done once the store has them. */
export const directWrites = (transport: Transport): Outgoing => ({
  emit: transport.emit,
  emitMany: transport.emitMany,
  recordState: transport.recordState,
  restore: transport.restore,
  change: ({ event, before, observed }) =>
    event.change?.kind === 'delete'
      ? otherwise(transport.emit(event), 'NoState', async () => {
          const [, deleted] = await transport.emitMany([observed(), event])
          return deleted
        })
      : otherwise(transport.emit(event), 'NoStateToPatch', (error) =>
          error.version < 0 ? transport.emit({ ...event, before }) : undefined,
        ),
})

type Failed<Tag extends string> = Extract<ClientFailure['error'], { readonly _tag: Tag }>

/** What was written; or, where the store says that it has no state, what `instead` makes of that (undefined: the failure stays). */
const otherwise = async <Tag extends 'NoState' | 'NoStateToPatch'>(
  written: Promise<Written>,
  tag: Tag,
  instead: (error: Failed<Tag>) => Promise<Written | undefined> | undefined,
): Promise<Written> => {
  try {
    return await written
  } catch (failure) {
    if (!(failure instanceof ClientFailure) || failure.error._tag !== tag) throw failure
    const other = await instead(failure.error as Failed<Tag>)
    if (other === undefined) throw failure
    return other
  }
}
