import type { IncomingMessage } from 'node:http'
import type { Traceparent } from '../domain/traceparent.js'
import { parseTraceparent } from '../domain/traceparent.js'

/** Which trace a request belongs to, and which span of its caller's it was made in. Several headers reach us joined by a comma, and are not valid. */
export const traceContextOf = ({ headers }: Pick<IncomingMessage, 'headers'>): Traceparent | undefined =>
  parseTraceparent(headers['traceparent'], charsMax)

/** What is read of one that is not stored. */
const charsMax = 512
