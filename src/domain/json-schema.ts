/**
 * A JSON Schema (draft 2020-12), as the document of the HTTP API gives it. Where it has a `title` it is a named part of that document. A schema
 * says what JSON Schema can say of what a codec takes, and never less: what the codec takes, the schema takes.
 */
export interface JsonSchema {
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly [keyword: string]: unknown
}

/** Any JSON value. */
export const anySchema: JsonSchema = {}

export const stringSchema: JsonSchema = { type: 'string' }
