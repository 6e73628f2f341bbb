import type { Projection } from '../../domain/projection.js'

const namePattern = /^[a-z][a-z0-9_]{0,39}$/
const columnPattern = /^[A-Za-z][A-Za-z0-9_]{0,39}$/
const columnTypes: readonly unknown[] = ['text', 'integer', 'real', 'json']
const maxTables = 32
const maxColumns = 64

/**
 * What a module's default export holds: one projection or an array of them. Throws an Error that says what is wrong with a
 * definition; `source` names the module in it.
 */
export const checkProjections = (exported: unknown, source: string): readonly Projection[] =>
  (Array.isArray(exported) ? exported : [exported]).map((value: unknown) => checkProjection(value, source))

/** Throws where two projections have one name. */
export const assertDistinct = (projections: readonly Projection[]): readonly Projection[] => {
  const names = new Set<string>()
  for (const { name } of projections) {
    if (names.has(name)) throw new Error(`Two projections are called ${name}`)
    names.add(name)
  }
  return projections
}

const checkProjection = (value: unknown, source: string): Projection => {
  const refuse = (message: string): never => {
    throw new Error(`The projection in ${source} ${message}`)
  }
  if (!isRecord(value)) return refuse('is not the default export of an object (see defineProjection)')
  const { name, version, tables, apply } = value
  if (typeof name !== 'string' || !namePattern.test(name)) return refuse(`needs a name that matches ${namePattern}`)
  if (name === 'all') return refuse('must not be called "all": that means all projections')
  if (name.startsWith('sqlite_')) return refuse('must not have a name that begins with "sqlite_": SQLite keeps those')
  if (!Number.isSafeInteger(version) || Number(version) < 1) return refuse(`"${name}" needs a version from 1 on`)
  if (typeof apply !== 'function') return refuse(`"${name}" needs an apply function`)
  if ('index' in value) return refuse(`"${name}" must not have an index: the store's own feed has it`)
  if (!isRecord(tables)) return refuse(`"${name}" needs tables`)
  const entries = Object.entries(tables)
  if (entries.length < 1 || entries.length > maxTables) return refuse(`"${name}" needs 1 to ${maxTables} tables`)
  for (const [table, definition] of entries) {
    const problem = namePattern.test(table)
      ? tableProblem(definition)
      : `has a name that does not match ${namePattern.source}`
    if (problem !== undefined) return refuse(`"${name}": its table "${table}" ${problem}`)
  }
  return value as unknown as Projection
}

const tableProblem = (definition: unknown): string | undefined => {
  if (!isRecord(definition) || !isRecord(definition['columns'])) return 'has no columns'
  const columns = new Map(Object.entries(definition['columns']))
  if (columns.size > maxColumns) return `has more than ${maxColumns} columns`
  const lower = new Set<string>()
  for (const [name, type] of columns) {
    if (!columnPattern.test(name) || name.toLowerCase() === 'tenant' || name in Object.prototype) {
      return `has a column that may not be called "${name}"`
    }
    if (!columnTypes.includes(type)) return `has a column "${name}" that is not text, integer, real or json`
    if (lower.has(name.toLowerCase())) return `has two columns called "${name}"`
    lower.add(name.toLowerCase())
  }
  if (!isColumnList(definition['key'], columns)) return 'needs a key: a list of its columns'
  const jsonKey = definition['key'].find((name) => columns.get(name) === 'json')
  if (jsonKey !== undefined) return `cannot have the json column "${jsonKey}" in its key`
  const indexes = definition['indexes'] ?? []
  return Array.isArray(indexes) && indexes.every((index) => isColumnList(index, columns))
    ? undefined
    : 'has an index that is not a list of its columns'
}

const isColumnList = (value: unknown, columns: ReadonlyMap<string, unknown>): value is readonly string[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((name) => typeof name === 'string' && columns.has(name)) &&
  new Set(value).size === value.length

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
