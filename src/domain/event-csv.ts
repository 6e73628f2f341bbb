import type { Party, StoredEvent } from './event.js'

/* Events as CSV (RFC 4180): lines end in CR LF, a cell with a comma, a quote or a line end is quoted, a quote in it doubled. */

type Columns = Readonly<Record<string, (event: StoredEvent) => string | number | null | undefined>>

const party = (name: string, of: (event: StoredEvent) => Party | undefined): Columns => ({
  [`${name}Type`]: (event) => of(event)?.type,
  [`${name}Id`]: (event) => of(event)?.id,
  [`${name}Name`]: (event) => of(event)?.name,
})

const json = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value))
const failure = ({ outcome }: StoredEvent) => (outcome.status === 'failure' ? outcome.error : undefined)

/** By name, in their order; behind them comes `cursor`. */
const columns: Columns = {
  id: (event) => event.id,
  position: (event) => event.position,
  occurredAt: (event) => event.occurredAt,
  recordedAt: (event) => event.recordedAt,
  tenant: (event) => event.tenant,
  org: (event) => event.org,
  kind: (event) => event.kind,
  subjectType: (event) => event.subject.type,
  subjectId: (event) => event.subject.id,
  version: (event) => event.version,
  verb: (event) => event.verb,
  ...party('actor', (event) => event.actor),
  ...party('onBehalfOf', (event) => event.onBehalfOf),
  ...party('affects', (event) => event.affects),
  channel: (event) => event.channel,
  outcome: (event) => event.outcome.status,
  errorType: (event) => failure(event)?.type,
  errorCode: (event) => failure(event)?.code,
  errorMessage: (event) => failure(event)?.message,
  transactionId: (event) => event.transactionId,
  causationId: (event) => event.causationId,
  reason: (event) => event.reason,
  changedPaths: (event) => json(event.changedPaths),
  change: (event) => json(event.change),
  call: (event) => json(event.call),
  context: (event) => json(event.context),
  data: (event) => json(event.data),
}

const readers = Object.values(columns)

/** The first line: the columns' names. */
export const csvHeader = `${[...Object.keys(columns), 'cursor'].join(',')}\r\n`

export const csvLine = (event: StoredEvent, cursor: string): string => {
  let line = ''
  for (const read of readers) line += `${cell(read(event))},`
  return `${line}${cursor}\r\n`
}

const cell = (value: string | number | null | undefined): string => {
  if (value === undefined || value === null) return ''
  const text = neutral(String(value))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A spreadsheet may take a cell that begins like this (in full width too) for a formula and run it: an apostrophe before it makes it text. */
const neutral = (text: string): string => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text)
