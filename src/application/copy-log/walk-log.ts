import * as E from 'fp-ts/lib/Either.js'
import type { EventLogReader, ReadError, RecordedEvent } from '../../ports/event-log.js'
import { CopyEnded, endWith } from './copy-failure.js'
import type { Side } from './copy-failure.js'
import { patiently } from './patience.js'
import type { Patience } from './patience.js'

/** Events of a page at most; it has about 8 MiB at most too. Two pages are in memory: the one at hand and the next. */
const pageEvents = 1_000

/** The events behind a position, up to another, page by page in the order of the log. @throws CopyEnded */
export async function* walkLog(
  log: Pick<EventLogReader, 'readAll'>,
  side: Side,
  { after, end }: { readonly after: number; readonly end: number },
  patience: Patience,
): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  const read = (fromPosition: number): Promise<E.Either<unknown, readonly RecordedEvent[]>> => {
    const page = patiently<ReadError, readonly RecordedEvent[]>(
      patience,
      log.readAll({ direction: 'forwards', fromPosition, limit: pageEvents }),
    )
    return page.then(
      (result) => (E.isLeft(result) ? E.left(unreadable(side, result.left)) : result),
      (error: unknown) => E.left(error),
    )
  }
  let next = after < end ? read(after + 1) : undefined
  while (next !== undefined) {
    const page = await next
    if (E.isLeft(page)) throw page.left
    const last = page.right.at(-1)?.position ?? end
    next = last < end ? read(last + 1) : undefined
    const within = last > end ? page.right.filter(({ position }) => position <= end) : page.right
    if (within.length > 0) yield within
  }
}

const unreadable = (side: Side, error: ReadError): CopyEnded => new CopyEnded({ _tag: 'Unreadable', side, error })

/** What a read gives. @throws CopyEnded */
export const readPatiently = async <A>(
  side: Side,
  patience: Patience,
  read: () => Promise<E.Either<ReadError, A>>,
): Promise<A> => {
  const result = await patiently(patience, read)
  return E.isRight(result) ? result.right : endWith({ _tag: 'Unreadable', side, error: result.left })
}
