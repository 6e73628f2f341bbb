import type { Database, Statement } from 'better-sqlite3'
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { CompiledQuery } from 'kysely'
import { LRUCache } from 'lru-cache'

/** A query that answers rows: what a Kysely builder, or its `sql` tag, makes. */
export interface Compilable<Row> {
  readonly compile: (compiler: Kysely<DynamicTables>) => CompiledQuery<Row>
}

/** Tables are defined by projections at run time, so their columns have no static types. */
export type DynamicTables = Record<string, Record<string, unknown>>

/** Runs queries on one handle, with their statements kept prepared. Throws what better-sqlite3 throws. */
export interface QueryRunner {
  readonly all: <Row>(query: Compilable<Row>) => readonly Row[]
  readonly first: <Row>(query: Compilable<Row>) => Row | undefined
  /** One row at a time; no other query may run before the last one was taken. */
  readonly each: <Row>(query: Compilable<Row>) => IterableIterator<Row>
  /** What `read` sees is one state of the file, whatever is written meanwhile. */
  readonly snapshot: <A>(read: () => A) => A
}

/** Kysely makes text here and nothing else: it has no connection. */
export const compiler = new Kysely<DynamicTables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

const maxStatements = 200

export const queryRunner = (db: Database): QueryRunner => {
  const statements = new LRUCache<string, Statement>({ max: maxStatements })

  const prepared = (text: string): Statement => {
    const known = statements.get(text)
    if (known !== undefined && !known.busy) return known
    const statement = db.prepare(text)
    statements.set(text, statement)
    return statement
  }

  const bound = (query: Compilable<unknown>): readonly [Statement, readonly unknown[]] => {
    const { sql, parameters } = query.compile(compiler)
    return [prepared(sql), parameters]
  }

  return {
    all: <Row>(query: Compilable<Row>) => {
      const [statement, parameters] = bound(query)
      return statement.all(parameters) as Row[]
    },
    first: <Row>(query: Compilable<Row>) => {
      const [statement, parameters] = bound(query)
      return statement.get(parameters) as Row | undefined
    },
    each: <Row>(query: Compilable<Row>) => {
      const [statement, parameters] = bound(query)
      return statement.iterate(parameters) as IterableIterator<Row>
    },
    snapshot: (read) => db.transaction(read)(),
  }
}
