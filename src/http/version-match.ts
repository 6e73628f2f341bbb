import type { IncomingHttpHeaders } from 'node:http'
import * as E from 'fp-ts/lib/Either.js'
import type { VersionMatch } from '../application/operations.js'
import type { AnnalsError } from '../domain/errors.js'
import { invalidInput } from '../domain/errors.js'
import type { Shapes } from './openapi/operation.js'

export const etagOf = (version: number): string => `"${version}"`

const oneTag = /^(W\/)?"([\x21\x23-\x7e]*)"$/

/** The headers of a request that writes under a condition, for the document of the API. */
export const ifMatch: Shapes = {
  'If-Match': {
    required: false,
    schema: { type: 'string', examples: ['"7"'] },
    description: 'One entity tag, as `ETag` of `GET` has it: the subject must be at this version, else 412.',
  },
}
export const ifMatchOrNone: Shapes = {
  ...ifMatch,
  'If-None-Match': {
    required: false,
    schema: { const: '*' },
    description: '`*`: there must be no such subject, or it is deleted, else 412.',
  },
}

/** A version that no subject ever has: what a tag that was not made here stands for, so that it matches nothing. */
const noVersion = Number.MAX_SAFE_INTEGER

/**
 * If-Match and If-None-Match of a request that writes (RFC 9110, section 13.1). Taken are `If-Match` with one tag and `If-None-Match: *`; what else
 * those headers may say is refused, since a condition must never be passed over. A weak tag matches nothing here.
 */
export const versionMatch = (headers: IncomingHttpHeaders): E.Either<AnnalsError, VersionMatch | undefined> => {
  const ifMatch = headers['if-match']
  const ifNoneMatch = headers['if-none-match']
  if (ifMatch === undefined && ifNoneMatch === undefined) return E.right(undefined)
  if (ifMatch !== undefined && ifNoneMatch !== undefined) {
    return E.left(invalidInput('If-None-Match', 'is not taken together with If-Match'))
  }
  if (ifMatch === undefined) {
    return ifNoneMatch?.trim() === '*'
      ? E.right({ _tag: 'IfNoneMatch' })
      : E.left(invalidInput('If-None-Match', 'must be * on a request that writes'))
  }
  const tag = oneTag.exec(ifMatch.trim())
  if (tag === null) return E.left(invalidInput('If-Match', 'must be one entity tag, such as "7"'))
  return E.right({ _tag: 'IfMatch', version: tag[1] === undefined ? versionOf(tag[2] ?? '') : noVersion })
}

const versionOf = (tag: string): number => (/^(?:0|[1-9]\d{0,14})$/.test(tag) ? Number(tag) : noVersion)

/** Whether If-None-Match of a request that reads names the tag (weak comparison) or is `*`: the answer is 304 then. */
export const isUnmodified = (headers: IncomingHttpHeaders, etag: string): boolean => {
  const header = headers['if-none-match']
  if (header === undefined) return false
  if (header.trim() === '*') return true
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
