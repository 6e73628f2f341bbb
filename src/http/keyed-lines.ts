import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { Request } from 'express'
import * as E from 'fp-ts/lib/Either.js'
import type { Written } from '../application/operations.js'
import type { AnswerMemory, AnswerPlace, RememberedAnswer } from '../ports/answer-memory.js'
import { rememberedCharsMax } from '../ports/answer-memory.js'
import type { Answer } from './answer.js'
import type { LinesWitness } from './bulk.js'
import { openBody } from './bulk.js'
import type { Coding } from './content-encoding.js'
import { decode } from './content-encoding.js'
import type { HttpError } from './http-error.js'
import { begin } from './idempotency.js'
import { toProblem } from './problem.js'

export interface KeyedLines {
  readonly request: Request
  readonly coding: Coding | undefined
  readonly place: AnswerPlace
  /** What the answer depends on besides the body's bytes. */
  readonly told: readonly unknown[]
}

/**
 * Takes lines once for their key. An answer of up to a million characters is remembered with the hash of the body, so that a repetition is read through (never held) and given the same answer,
 * and another body is `KeyReused`. A longer answer, or one in which a line met a failure of the server, is made anew by the ids of the lines, which are stored once all the same.
 */
export const linesForKey = async (
  memory: AnswerMemory,
  keyed: KeyedLines,
  take: (witness: LinesWitness, release: () => void) => Answer,
): Promise<E.Either<HttpError, Answer>> => {
  const release = begin(memory, keyed.place)
  if (release === undefined) return E.left({ _tag: 'KeyInUse' })
  const known = await memory.find(keyed.place)()
  if (known === undefined) return E.right(take(witnessOf(memory, keyed), release))
  return repeated(keyed, known).finally(release)
}

interface RememberedLines {
  readonly _tag: 'Lines'
  /** Of the body. */
  readonly bytes: number
  readonly text: string
}

const hashOf = ({ told }: KeyedLines): Hash => createHash('sha256').update(`${JSON.stringify(['lines', told])}\n`)

/** What is remembered once all is answered. */
const witnessOf = (memory: AnswerMemory, keyed: KeyedLines): LinesWitness => {
  const hash = hashOf(keyed)
  let bytes = 0
  let text: string | undefined = ''
  let position = -1
  return {
    read: (chunk) => {
      bytes += chunk.length
      hash.update(chunk)
    },
    answered: (written) => {
      if (E.isRight(written)) position = Math.max(position, positionOf(written.right))
      else if (toProblem(written.left).status >= 500) text = undefined
    },
    wrote: (more) => {
      if (text !== undefined) text = text.length + more.length > rememberedCharsMax ? undefined : text + more
    },
    ended: async () => {
      if (text === undefined) return
      const remembered = JSON.stringify({ _tag: 'Lines', bytes, text } satisfies RememberedLines)
      if (remembered.length > rememberedCharsMax) return
      await memory.remember(keyed.place, { digest: hash.digest('hex'), text: remembered, position })()
    },
  }
}

const positionOf = (written: Written): number => ('position' in written ? Number(written.position) : -1)

const repeated = async (keyed: KeyedLines, known: RememberedAnswer): Promise<E.Either<HttpError, Answer>> => {
  const answer = JSON.parse(known.text) as RememberedLines | { readonly _tag: 'Left' | 'Right' }
  const digest = answer._tag === 'Lines' ? await digestOfBody(keyed, answer.bytes) : E.right(undefined)
  if (E.isLeft(digest)) return digest
  if (answer._tag !== 'Lines' || digest.right !== known.digest) {
    keyed.request.resume()
    return E.left({ _tag: 'KeyReused' })
  }
  keyed.request.res?.setHeader('idempotency-replayed', 'true')
  return E.right({ _tag: 'Text', status: 200, type: 'application/x-ndjson', text: answer.text })
}

/** Undefined for a body that is longer. */
const digestOfBody = async (keyed: KeyedLines, bytesMax: number): Promise<E.Either<HttpError, string | undefined>> => {
  const { request, coding } = keyed
  const decoder = coding === undefined ? undefined : decode(request, coding)
  const source = openBody(request, decoder)
  const hash = hashOf(keyed)
  let bytes = 0
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > bytesMax) return E.right(undefined)
      hash.update(chunk)
    }
    const damage = decoder?.damage()
    return damage === undefined ? E.right(hash.digest('hex')) : E.left(damage)
  } catch (error) {
    return E.left(decoder?.damage(error) ?? { _tag: 'RequestAborted' })
  } finally {
    decoder?.stop()
    request.unpipe()
  }
}
