import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { ok } from '../answer.js'
import { integer, required } from '../parameters.js'
import type { Handler } from '../route.js'
import { decodeSubjectRequest } from '../subject-path.js'

/** -1 stands for "before there was anything". */
const side = required(integer(-1, Number.MAX_SAFE_INTEGER))
const spec = { from: side, to: side }

/** `GET …/diff?from=&to=`: what changed between two versions, in either direction. */
export const getDiff =
  (operations: Pick<Operations, 'diff'>): Handler =>
  (call) =>
    pipe(
      TE.fromEither(decodeSubjectRequest(call, spec)),
      TE.flatMap(({ subject, query }) => operations.diff(call.tenant, subject, query)),
      TE.map(ok),
    )
