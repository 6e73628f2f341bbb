import { isDeepStrictEqual } from 'node:util'
import type { JsonSchema } from '../../domain/json-schema.js'

/** Parts of the document that stand in one place and are referred to from others, by their kind and name. */
export type ComponentKind = 'schemas' | 'parameters' | 'responses' | 'headers'
export type Components = Record<ComponentKind, Record<string, unknown>>

export const noComponents = (): Components => ({ schemas: {}, parameters: {}, responses: {}, headers: {} })

/** Puts a part among the components and answers the reference to it; where the name is taken by another one, answers the part itself. */
export const sharedPart = (components: Components, kind: ComponentKind, name: string, part: object): object => {
  const parts = components[kind]
  if (!Object.hasOwn(parts, name)) parts[name] = part
  return isDeepStrictEqual(parts[name], part) ? { $ref: `#/components/${kind}/${name}` } : part
}

/** A schema whose titled parts are put among the components. Throws where two different schemas have one title, which is a mistake of ours. */
export const sharedSchema = (components: Components, schema: JsonSchema): object => {
  const part = sharedMembers(components, schema) as JsonSchema
  const { title, ...untitled } = part
  if (title === undefined) return part
  const reference = sharedPart(components, 'schemas', title, untitled)
  if (reference === untitled) throw new Error(`two schemas are called ${title}`)
  return reference
}

/** Keywords whose values are no schemas, whatever they look like. */
const verbatim: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'example', 'examples', 'required'])
const byName: ReadonlySet<string> = new Set(['properties'])

const sharedMembers = (components: Components, schema: JsonSchema): object =>
  Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      verbatim.has(keyword) ? value : sharedValue(components, value, byName.has(keyword)),
    ]),
  )

const sharedValue = (components: Components, value: unknown, named: boolean): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => sharedValue(components, item, false))
  if (!named) return sharedSchema(components, value as JsonSchema)
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, sharedSchema(components, member as JsonSchema)]),
  )
}
