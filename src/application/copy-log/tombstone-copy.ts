import * as E from 'fp-ts/lib/Either.js'
import type { CopyTarget } from './append-copies.js'
import { endWith } from './copy-failure.js'
import { patiently } from './patience.js'

/** Ends a stream in the target as it is ended in the source, if it has not been. The event that says so is the target's own. @throws CopyEnded */
export const tombstoneCopy = async ({ target, patience }: CopyTarget, stream: string): Promise<void> => {
  const ended = await patiently(patience, target.tombstone(stream, 'any'))
  if (E.isRight(ended) || ended.left._tag === 'StreamTombstoned') return
  endWith({ _tag: 'Unwritable', reason: `the tombstone of ${stream}: ${ended.left._tag}` })
}
