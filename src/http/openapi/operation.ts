import type { JsonSchema } from '../../domain/json-schema.js'
import type { Needed } from '../../ports/authorize.js'
import type { CursorScope } from '../cursor.js'
import type { HttpError } from '../http-error.js'
import type { ParameterShape, ParameterSpec } from '../parameters.js'
import { shapeOf } from '../parameters.js'

/** What the document of the API says of one method of one path. Each resource file exports one for each of its handlers. */
export interface Operation {
  readonly method: 'get' | 'put' | 'post' | 'delete'
  /** As `/v1/events/{id}`. */
  readonly path: string
  /** The operation's name in the document, and in clients that are generated from it. */
  readonly id: string
  readonly tag: Tag
  readonly summary: string
  /** CommonMark. */
  readonly description?: string
  /** null: none, nor a credential. */
  readonly permission: Needed | null
  readonly inPath?: Shapes
  readonly query?: Shapes
  readonly headers?: Shapes
  readonly body?: Content
  /** By status. */
  readonly answers: Readonly<Record<number, AnswerShape>>
  /** The problems of this operation; those that its permission, body and parameters bring with them are added. */
  readonly problems?: readonly HttpError['_tag'][]
}

export type Tag = 'Recording' | 'Subjects' | 'Reading' | 'Projections' | 'Server'
export type Shapes = Readonly<Record<string, ParameterShape>>

/** Schemas by media type. That of a media type of lines is the schema of one line. */
export type Content = Readonly<Record<string, JsonSchema>>

export interface AnswerShape {
  readonly description: string
  readonly content?: Content
  readonly headers?: readonly AnswerHeader[]
}

export type AnswerHeader = 'ETag' | 'Link' | 'Idempotency-Replayed' | 'Content-Security-Policy'

export const jsonAnswer = (
  description: string,
  schema: JsonSchema,
  headers: readonly AnswerHeader[] = [],
): AnswerShape => ({ description, content: { 'application/json': schema }, headers })

/** How the document tells of the parameters that a route decodes. */
export const shapesOf = (spec: ParameterSpec): Shapes =>
  Object.fromEntries(Object.entries(spec).map(([name, parameter]) => [name, shapeOf(parameter)]))

/** For the parameters of a list, whose cursors are of one log and one list: any scope shows their shape. */
export const anyScope: CursorScope = { logId: '', kind: 'activity', list: '' }
