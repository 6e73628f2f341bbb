import * as E from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../../domain/errors.js'
import type { Environment, InputFile } from '../environment.js'
import { CommandFailure } from '../failure.js'
import { safeText } from '../safe-text.js'
import type { Writing } from '../reading.js'
import { parseImportLine } from './import-line.js'
import type { RawLine } from './line-splitter.js'
import type { PreparePorts } from './prepare-lines.js'
import { prepareLines } from './prepare-lines.js'
import { progressLine } from './progress.js'
import { readLines } from './read-lines.js'
import { sendBatches } from './send-batches.js'

export interface ImportSummary {
  /** Lines that were read, blank ones left out. */
  readonly lines: number
  readonly appended: number
  /** Stored by an earlier run. */
  readonly duplicates: number
  /** Left their subject as it was. */
  readonly unchanged: number
  /** Left out by the rules for capture. */
  readonly notCaptured: number
  readonly rejected: number
  readonly seconds: number
  /** Why it ended before the end of the file. */
  readonly stopped?: { readonly reason: string; readonly interrupted: boolean }
}

export interface ImportOptions {
  readonly file: InputFile
  readonly writing: Pick<Writing, 'emit' | 'emitMany'>
  readonly rules: PreparePorts['rules']
  /** End at the first line that is rejected. */
  readonly strict: boolean
  readonly signal: AbortSignal
}

type ImportEnvironment = Pick<Environment, 'stderr' | 'clock' | 'ids' | 'hash'>

/** Imports a file of state history; never throws for what the file or the store says: the summary tells. */
export const runImport = async (environment: ImportEnvironment, options: ImportOptions): Promise<ImportSummary> => {
  const { stderr, clock } = environment
  const startedAt = clock.now()
  const counts = { lines: 0, appended: 0, duplicates: 0, unchanged: 0, notCaptured: 0, rejected: 0 }
  const prepare = prepareLines({ ids: environment.ids, hash: environment.hash, rules: options.rules })
  const progress = progressLine(environment, options.file.sizeBytes)

  const reject = (line: number, message: string): void => {
    counts.rejected += 1
    progress.clear()
    void stderr.write(`line ${line}: ${safeText(message)}\n`)
  }
  const sender = sendBatches(options.writing, counts, reject)

  const takeLine = (raw: RawLine): Promise<void> | undefined => {
    counts.lines += 1
    const parsed = parseImportLine(raw, clock.now())
    if (E.isLeft(parsed)) {
      reject(raw.number, issuesText(parsed.left))
      return undefined
    }
    const event = prepare(parsed.right)
    if (event === undefined) {
      counts.unchanged += 1
      return undefined
    }
    return sender.add({ line: raw.number, event, bytes: raw.bytes?.length ?? 0 })
  }

  const isOver = (): boolean => options.signal.aborted || (options.strict && counts.rejected > 0)

  const takeAll = async (): Promise<void> => {
    const chunks = readLines(options.file)
    // A pipe may stay silent for long: an interruption does not wait for its next line.
    const interrupted = whenAborted(options.signal)
    for (;;) {
      const next = await Promise.race([chunks.next(), interrupted])
      if (next === undefined || next.done === true) return
      for (const raw of next.value.lines) {
        if (isOver()) return
        const waiting = takeLine(raw)
        if (waiting !== undefined) await waiting
      }
      progress.update(counts.lines, next.value.bytesRead)
      if (isOver()) return
    }
  }

  let failure: string | undefined
  try {
    await takeAll()
  } catch (error) {
    failure = reasonOf(error)
  }
  // What was read before the file broke off is good; after a failure of the store this fails again with the same reason.
  try {
    await sender.flush()
  } catch (error) {
    failure = reasonOf(error)
  }
  progress.clear()
  return { ...counts, seconds: (clock.now() - startedAt) / 1000, ...stopped(failure, options, counts.rejected) }
}

const stopped = (
  failure: string | undefined,
  { signal, strict }: ImportOptions,
  rejected: number,
): Pick<ImportSummary, 'stopped'> => {
  if (failure !== undefined) return { stopped: { reason: failure, interrupted: false } }
  if (signal.aborted) return { stopped: { reason: 'interrupted', interrupted: true } }
  return strict && rejected > 0
    ? { stopped: { reason: 'a line was rejected, and --strict is set', interrupted: false } }
    : {}
}

const whenAborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })

const reasonOf = (error: unknown): string => {
  if (error instanceof CommandFailure) return error.message
  return error instanceof Error ? error.message : String(error)
}

const issuesText = (issues: readonly FieldIssue[]): string =>
  issues
    .slice(0, 5)
    .map(({ field, message }) => (field === '' ? message : `${field}: ${message}`))
    .concat(issues.length > 5 ? [`${issues.length - 5} more`] : [])
    .join('; ')
