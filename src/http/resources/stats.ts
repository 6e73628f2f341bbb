import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { limits } from '../../domain/limits.js'
import type { StatsField } from '../../ports/read-models.js'
import { statsFields, statsIntervals } from '../../ports/read-models.js'
import { ok } from '../answer.js'
import { decodeFiltered } from '../filtered.js'
import type { Parameter, ValueOf } from '../parameters.js'
import { integer, invalid, oneOf, optional, position, present, withDefault } from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

const fieldOf = oneOf(statsFields)

/** `verb,channel`, or the parameter twice: up to two different fields. */
const groupBy: Parameter<readonly StatsField[]> = (values = []) => {
  const fields: StatsField[] = []
  for (const name of values.flatMap((value) => value.split(','))) {
    const field = fieldOf(name)
    if (E.isLeft(field)) return field
    if (fields.includes(field.right)) return E.left(`names ${name} twice`)
    fields.push(field.right)
  }
  return fields.length > 2 ? E.left('must be at most two fields') : E.right(fields)
}

/** An IANA name; offsets, which some engines take too, are refused. */
const timeZone: ValueOf<string> = (value) => {
  try {
    if (/^[A-Za-z]/.test(value) && value.length <= 64) new Intl.DateTimeFormat('en', { timeZone: value })
    else return E.left(noZone)
    return E.right(value)
  } catch {
    return E.left(noZone)
  }
}
const noZone = 'must be an IANA time zone, such as Europe/Berlin'

const spec = {
  groupBy,
  interval: optional(oneOf(statsIntervals)),
  timeZone: withDefault(timeZone, 'UTC'),
  limit: withDefault(integer(1, limits.maxPageSize), limits.maxPageSize),
  after: optional(position),
}

/** `GET /v1/stats`: counts by up to two fields and over time, by the filters of the feed. */
export const getStats =
  (operations: Pick<Operations, 'stats' | 'waitFor'>): Handler =>
  (call) =>
    pipe(
      decodeFiltered(call, spec),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(({ filter, query: { after, interval, ...query } }) =>
        onceReached(operations, after, () => operations.stats({ ...filter, ...query, ...present({ interval }) })),
      ),
      TE.map(ok),
    )
