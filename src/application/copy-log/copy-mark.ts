import type { EventLog, NewEvent } from '../../ports/event-log.js'
import type { IdSource } from '../../ports/id-source.js'
import * as E from 'fp-ts/lib/Either.js'
import { copyStream } from './copied-streams.js'
import { endWith } from './copy-failure.js'
import { patiently } from './patience.js'
import type { Patience } from './patience.js'

/** How far a target is a copy of its source. It is kept in the target, so that a copy goes on from any machine. */
export interface CopyMark {
  /** The id of the source. */
  readonly from: string
  /** All events of ordinary streams up to this position of the source are there. */
  readonly events: number
  /** All metadata and tombstones up to this one. */
  readonly metadata: number
  /** The first metadata or tombstone behind that, where the walk over the events has met one. */
  readonly nextMetadata?: number
  /** Revisions that the source does not have any more were filled. */
  readonly filled: boolean
  /** All was copied that the source had, and compared. */
  readonly done: boolean
}

export const freshMark = (from: string): CopyMark => ({ from, events: -1, metadata: -1, filled: false, done: false })

export interface MarkStore {
  readonly last: CopyMark | undefined
  /** Position of the last mark in the target. */
  readonly position: () => number
  /** @throws CopyEnded */
  readonly save: (mark: CopyMark) => Promise<void>
  /** Tries once, whether the copy is interrupted or not. */
  readonly saveAtLast: (mark: CopyMark) => Promise<void>
}

const markType = 'annals.copy.reached'

/** @throws CopyEnded where the stream of marks cannot be read, or another copy writes it at the same time. */
export const openMarks = async (
  target: EventLog,
  ids: Pick<IdSource, 'next'>,
  patience: Patience,
): Promise<MarkStore> => {
  const slice = await patiently(patience, target.readStream(copyStream, { direction: 'backwards', limit: 1 }))
  if (E.isLeft(slice)) return endWith({ _tag: 'Unreadable', side: 'target', error: slice.left })
  const [event] = slice.right.events
  let { lastRevision } = slice.right
  let position = event?.position ?? -1
  const appendOf = (mark: CopyMark) => [
    {
      stream: copyStream,
      expected: lastRevision < 0 ? ('none' as const) : lastRevision,
      events: [encode(mark, ids.next())],
    },
  ]
  return {
    last: event === undefined ? undefined : decode(event.data),
    position: () => position,
    save: async (mark) => {
      const appends = appendOf(mark)
      const stored = await patiently(patience, target.append(appends))
      if (E.isRight(stored)) ({ position } = stored.right)
      else {
        // An attempt without an answer may have been stored.
        const found = await patiently(patience, target.findById(appends[0]?.events[0]?.id ?? ''))
        const [earlier] = E.isRight(found) ? found.right : []
        if (earlier === undefined) return endWith({ _tag: 'Unwritable', reason: reasonOf(stored.left) })
        ;({ position } = earlier)
      }
      lastRevision += 1
    },
    saveAtLast: async (mark) => {
      await target.append(appendOf(mark))()
    },
  }
}

const encode = (mark: CopyMark, id: string): NewEvent => ({
  id,
  type: markType,
  isJson: true,
  data: new TextEncoder().encode(JSON.stringify(mark)),
  metadata: new Uint8Array(0),
})

/** Undefined where it is something else: then the target is no copy. */
const decode = (data: Uint8Array): CopyMark | undefined => {
  try {
    const mark = JSON.parse(new TextDecoder().decode(data)) as Partial<CopyMark> | null
    return typeof mark?.from === 'string' && Number.isSafeInteger(mark.events) && Number.isSafeInteger(mark.metadata)
      ? (mark as CopyMark)
      : undefined
  } catch {
    return undefined
  }
}

const reasonOf = (error: { readonly _tag: string; readonly reason?: string }): string =>
  error._tag === 'WrongExpectedRevision'
    ? 'another copy into it is running'
    : (error.reason ?? `the mark of the copy was refused: ${error._tag}`)
