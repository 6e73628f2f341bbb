import type { Environment, Output } from './environment.js'
import { safeJson } from './safe-text.js'
import type { Column } from './table.js'
import { formatTable } from './table.js'

/** One JSON document, laid out for reading where a person reads it. */
export const printJson = (output: Output, value: unknown): Promise<void> =>
  output.write(`${safeJson(JSON.stringify(value, null, output.isTty ? 2 : undefined))}\n`)

/** A list for programs: NDJSON, one item a line, written as it is read. */
export const printNdjson = async (output: Output, items: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> => {
  for await (const item of items) await output.write(`${safeJson(JSON.stringify(item))}\n`)
}

const rowsPerTable = 200

/**
 * A list as `--json` (NDJSON) or as tables of at most 200 rows, so that a long one is neither waited for nor held in memory. `empty` says what it means
 * that there is nothing.
 */
export const printList = async <Row>(
  environment: Pick<Environment, 'stdout' | 'stderr'>,
  list: {
    readonly items: AsyncIterable<Row> | Iterable<Row>
    readonly columns: readonly Column<Row>[]
    readonly json: boolean
    readonly empty: string
  },
): Promise<void> => {
  const { stdout, stderr } = environment
  if (list.json) return printNdjson(stdout, list.items)
  let rows: Row[] = []
  let any = false
  for await (const row of list.items) {
    rows.push(row)
    any = true
    if (rows.length < rowsPerTable) continue
    await stdout.write(formatTable(list.columns, rows, stdout))
    rows = []
  }
  if (rows.length > 0) await stdout.write(formatTable(list.columns, rows, stdout))
  if (!any) await stderr.write(`${list.empty}\n`)
}
