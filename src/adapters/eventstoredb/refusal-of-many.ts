import type { AppendError, ExpectedRevision, StreamAppend } from '../../ports/event-log.js'
import { metadataStreamOf } from '../../ports/reserved-names.js'
import type { Connection } from './connection.js'
import type { IdIndex } from './id-index.js'
import { inParallel } from './in-parallel.js'
import { readStreamPage } from './read-call.js'
import { toAppendError } from './sender.js'

const readsAtOnce = 16

interface Present {
  readonly lastRevision: number
  /** It has no event, but metadata of its own. */
  readonly described: boolean
}

/**
 * Whether these streams would take the append as they are now; what is stored already is passed over. It is no lock: another writer can still get in between.
 * @returns the first refusal.
 */
export const refusalOfMany = async (
  connection: Connection,
  index: Pick<IdIndex, 'find' | 'lastRevision'>,
  appends: readonly StreamAppend[],
): Promise<AppendError | undefined> => {
  const missing = appends.filter(({ stream, events }) =>
    events.some(({ id }) => !index.find(id.toLowerCase()).some((place) => place.stream === stream)),
  )
  const names = [...new Set(missing.map(({ stream }) => stream))]
  const found = await inParallel(names, readsAtOnce, (name) => readPresent(connection, index, name))
  const present = new Map<string, Present>()
  for (const [at, name] of names.entries()) {
    const state = found[at]
    if (state === undefined) continue
    if ('_tag' in state) return state
    present.set(name, state)
  }
  for (const { stream, expected, events } of missing) {
    const before = present.get(stream) ?? { lastRevision: -1, described: false }
    if (!isMet(expected, before))
      return { _tag: 'WrongExpectedRevision', stream, expected, actual: before.lastRevision }
    present.set(stream, { lastRevision: before.lastRevision + events.length, described: before.described })
  }
  return undefined
}

const isMet = (expected: ExpectedRevision, { lastRevision, described }: Present): boolean => {
  switch (expected) {
    case 'any':
      return true
    case 'none':
      return lastRevision < 0
    case 'exists':
      return lastRevision >= 0 || described
    default:
      return lastRevision === expected
  }
}

const readPresent = async (
  connection: Connection,
  index: Pick<IdIndex, 'lastRevision'>,
  stream: string,
): Promise<Present | AppendError> => {
  try {
    const page = await readStreamPage(connection, stream, 'backwards', undefined, 1)
    const [last] = page.events
    if (last !== undefined) return { lastRevision: last.revision, described: false }
    if (!page.notFound) return { lastRevision: index.lastRevision(stream), described: false }
    const metadata = await readStreamPage(connection, metadataStreamOf(stream), 'backwards', undefined, 1)
    return { lastRevision: -1, described: metadata.events.length > 0 }
  } catch (error) {
    return toAppendError(error, stream)
  }
}
