import { Command, Option } from 'commander'
import { csvHeader, csvLine } from '../domain/event-csv.js'
import { parseChoice, parseInteger } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withPlace } from './common-options.js'
import type { Environment, Output, OutputFile } from './environment.js'
import { CommandFailure, badInput, exitCodes } from './failure.js'
import { readFilters, withFilters } from './filter-options.js'
import type { ExportEnd, ExportItem, ExportRequest, Reading } from './reading.js'
import { safeJson, safeText } from './safe-text.js'
import { showCount } from './show-values.js'
import { withReading } from './source.js'

type Format = 'ndjson' | 'csv'

export const exportCommand: CommandFactory = (environment) =>
  withPlace(withFilters(new Command('export')))
    .description('all of the feed that meets the filters, as NDJSON or CSV, of one moment')
    .addOption(new Option('--format <format>', 'ndjson or csv (default: ndjson)'))
    .addOption(new Option('--output <file>', 'a file, which appears once it is whole (default: standard output)'))
    .addOption(new Option('--resume', 'go on with what is in FILE.part of an export to --output that broke off'))
    .addOption(new Option('--order <order>', 'asc or desc (default: desc)'))
    .addOption(new Option('--sort <field>', 'occurredAt, or position for the order of the log (default: occurredAt)'))
    .addOption(new Option('--limit <n>', 'at most so many (default: all)'))
    .addHelpText(
      'after',
      example('annals export --channel billing --since 2026-01-01T00:00:00Z --format csv --output billing.csv'),
    )
    .action(async (options: TypedOptions) => {
      const format = parseChoice(textOption(options, 'format') ?? 'ndjson', '--format', ['ndjson', 'csv'])
      const file = textOption(options, 'output')
      const resume = options['resume'] === true
      const limit = textOption(options, 'limit')
      if (resume && (file === undefined || format === 'csv'))
        return badInput('--resume', 'needs --output, and the format ndjson')
      if (resume && limit !== undefined) return badInput('--limit', 'cannot be combined with --resume')
      const request: ExportRequest = {
        ...readFilters(options),
        order: parseChoice(textOption(options, 'order') ?? 'desc', '--order', ['asc', 'desc']),
        sort: parseChoice(textOption(options, 'sort') ?? 'occurredAt', '--sort', ['occurredAt', 'position']),
        ...(limit === undefined ? {} : { limit: parseInteger(limit, '--limit', 1, Number.MAX_SAFE_INTEGER) }),
      }
      const settings = await environment.settings(settingFlags(options))
      await withReading(environment, settings, (reading) =>
        file === undefined
          ? toOutput(environment.stdout, reading, request, format)
          : toFile(environment, reading, request, { format, file, resume }),
      )
    })

const toOutput = async (output: Output, reading: Reading, request: ExportRequest, format: Format): Promise<void> => {
  const shown = (text: string): string => (output.isTty ? safeJson(text.replaceAll('\r\n', '\n')) : text)
  await writeAll((text) => output.write(shown(text)), reading.export(request), format, true)
}

interface Target {
  readonly format: Format
  readonly file: string
  readonly resume: boolean
}

/** Written aside; the file takes its name once the end was seen. What broke off stays aside, to be resumed. */
const toFile = async (
  { openOutput, stderr }: Pick<Environment, 'openOutput' | 'stderr'>,
  reading: Reading,
  request: ExportRequest,
  { format, file, resume }: Target,
): Promise<void> => {
  const output = await openOutput(file, resume)
  try {
    const found = output.lastLine === undefined ? undefined : placeOf(output.lastLine, output.part)
    const end = found?.end ?? (await writeRest(output, reading, request, format, found?.cursor))
    await output.commit()
    await stderr.write(`${showCount(end.rows)} rows, up to position ${end.position}: ${safeText(file)}\n`)
  } catch (error) {
    await output.close()
    if (format === 'ndjson' && !(error instanceof CommandFailure && error.exitCode === exitCodes.badInput))
      await stderr.write(`what came is in ${safeText(output.part)}: go on with --resume\n`)
    throw error
  }
}

const writeRest = (
  output: OutputFile,
  reading: Reading,
  request: ExportRequest,
  format: Format,
  cursor: string | undefined,
): Promise<ExportEnd> => {
  const items = reading.export(cursor === undefined ? request : { ...request, cursor })
  return writeAll(output.write, items, format, cursor === undefined)
}

/** Where a file ends that broke off: at its end mark, or behind a row. */
const placeOf = (line: string, part: string): { readonly end?: ExportEnd; readonly cursor?: string } => {
  try {
    const { end, cursor } = JSON.parse(line) as { readonly end?: Omit<ExportEnd, '_tag'>; readonly cursor?: unknown }
    if (end !== undefined) return { end: { _tag: 'End', ...end } }
    if (typeof cursor === 'string') return { cursor }
  } catch {
    // Told below.
  }
  return badInput('--resume', `the last line of ${part} is not one of an export`)
}

const pieceChars = 65_536

/** Answers the end; an export that ends without one has failed, and has thrown. */
const writeAll = async (
  write: (text: string) => Promise<void>,
  items: AsyncIterable<ExportItem>,
  format: Format,
  fromStart: boolean,
): Promise<ExportEnd> => {
  let piece = format === 'csv' && fromStart ? csvHeader : ''
  for await (const item of items) {
    piece += format === 'csv' ? csvOf(item) : `${JSON.stringify(jsonOf(item))}\n`
    if (item._tag === 'Row' && piece.length < pieceChars) continue
    if (piece !== '') await write(piece)
    piece = ''
    if (item._tag === 'End') return item
  }
  throw new CommandFailure('the export broke off', exitCodes.failed)
}

const csvOf = (item: ExportItem): string => (item._tag === 'Row' ? csvLine(item.event, item.cursor) : '')

const jsonOf = (item: ExportItem): unknown => {
  if (item._tag === 'Row') return { ...item.event, cursor: item.cursor }
  const { rows, position, next } = item
  return { end: { rows, position, next } }
}
