import { isUtf8 } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../domain/errors.js'
import { invalidInput } from '../domain/errors.js'
import { syntaxErrorIndex } from './json-syntax.js'

/** Reads bytes as JSON in UTF-8. What is wrong is said with its place and without a word of the content. */
export const parseJson = (bytes: Buffer): E.Either<AnnalsError, unknown> =>
  isUtf8(bytes) ? parseJsonText(bytes.toString('utf8')) : E.left(invalidInput('', 'is not valid UTF-8'))

export const parseJsonText = (text: string): E.Either<AnnalsError, unknown> => {
  try {
    return E.right(JSON.parse(text) as unknown)
  } catch {
    return E.left(invalidInput('', message(text)))
  }
}

const message = (text: string): string => {
  const index = syntaxErrorIndex(text) ?? 0
  if (index >= text.length) return `is not JSON: it ends too early, at position ${index}`
  let [line, start] = [1, 0]
  for (let feed = text.indexOf('\n'); feed >= 0 && feed < index; feed = text.indexOf('\n', start)) {
    line += 1
    start = feed + 1
  }
  return `is not JSON: an unexpected character at position ${index} (line ${line}, column ${index - start + 1})`
}
