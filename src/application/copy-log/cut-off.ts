import * as E from 'fp-ts/lib/Either.js'
import { metadataStreamOf } from '../../ports/reserved-names.js'
import type { CopyTarget } from './append-copies.js'
import { endWith } from './copy-failure.js'
import { patiently } from './patience.js'
import { placeholderEnds } from './placeholder-ends.js'
import { readPatiently } from './walk-log.js'

/**
 * Hides the placeholders of all streams, by `$tb` in one more metadata event where the source's own metadata does not cut off as much. A tombstoned stream shows
 * nothing anyway. @returns how many streams it wrote to. @throws CopyEnded
 */
export const cutOffPlaceholders = async (deps: CopyTarget, onWalked: (position: number) => void): Promise<number> => {
  let written = 0
  for await (const { stream, last } of placeholderEnds(deps, onWalked)) {
    const described = await readPatiently('target', deps.patience, deps.target.streamMetadata(stream))
    if (described.tombstoned || (described.truncateBefore ?? 0) > last) continue
    const metadataStream = metadataStreamOf(stream)
    const revision = described.revision + 1
    const event = deps.standIns.cut(metadataStream, revision, { ...described.metadata, $tb: last + 1 })
    const expected = revision === 0 ? ('none' as const) : described.revision
    const cut = await patiently(
      deps.patience,
      deps.target.append([{ stream: metadataStream, expected, events: [event] }]),
    )
    if (E.isLeft(cut)) endWith({ _tag: 'Unwritable', reason: `the metadata of ${stream}: ${cut.left._tag}` })
    written += 1
  }
  return written
}
