import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { captureRuleText } from '../domain/capture-rules.js'
import type { AnnalsError, ErrorTag } from '../domain/errors.js'
import { invalidInput } from '../domain/errors.js'

/** How a command ends: done · it failed, or found what it looks for (rejected lines, breaches) · its input was wrong. */
export const exitCodes = { ok: 0, failed: 1, badInput: 2, interrupted: 130 } as const

/** Ends a command: thrown by its helpers, caught once where the program runs, shown as one line. */
export class CommandFailure extends Error {
  readonly error: AnnalsError | undefined
  readonly exitCode: number

  constructor(message: string, exitCode: number, error?: AnnalsError) {
    super(message)
    this.exitCode = exitCode
    this.error = error
  }
}

/** The reader of our output has gone away (`annals activity --all | head`): nothing is wrong and nothing is left to say. */
export class OutputClosed extends Error {}

export const failWith = (error: AnnalsError): never => {
  throw new CommandFailure(describeError(error), exitCodeOf(error), error)
}

/** Refuses an option or argument: `field` is as it was typed, e.g. `--limit`. */
export const badInput = (field: string, message: string): never => failWith(invalidInput(field, message))

export const unwrap = <A>(result: Either<AnnalsError, A>): A =>
  result._tag === 'Left' ? failWith(result.left) : result.right

export const run = async <A>(task: TaskEither<AnnalsError, A>): Promise<A> => unwrap(await task())

const exitCodeOf = ({ _tag }: AnnalsError): number => (inputErrors.has(_tag) ? exitCodes.badInput : exitCodes.failed)

const inputErrors: ReadonlySet<ErrorTag> = new Set(['InvalidInput', 'PayloadTooLarge', 'UnsupportedMediaType'])

/** One line for people: what is wrong, where, and what to do about it where that is known. */
export const describeError = (error: AnnalsError): string => {
  switch (error._tag) {
    case 'InvalidInput':
      return error.issues.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ')
    case 'PayloadTooLarge':
      return `${error.field === '' ? 'the input' : error.field}: larger than ${error.limitBytes} bytes`
    case 'UnsupportedMediaType':
      return `the server does not take ${error.received ?? 'a body without a type'}`
    case 'Unauthenticated':
      return 'the server wants a token: --token or ANNALS_TOKEN (make one with "annals token create")'
    case 'Forbidden':
      return `not allowed: ${error.detail}`
    case 'IdConflict':
      return `id ${error.id} is taken by an event that says something else`
    case 'VersionConflict':
      return `${subjectText(error.subject)} is at version ${error.actual}, not ${error.expected}`
    case 'PreconditionFailed':
      return `${subjectText(error.subject)} is at version ${error.actual}`
    case 'DeltaMismatch':
      return `the delta does not apply to version ${error.version} of ${subjectText(error.subject)}: ${error.paths.map((path) => path || '(the whole value)').join(', ')}`
    case 'NoState':
      return `${subjectText(error.subject)} has no state: it was never recorded, or it is deleted`
    case 'NoStateToPatch':
      return `${subjectText(error.subject)} has no state that a delta could apply to: send "before" with it`
    case 'NotCaptured':
      return `the rules for capture leave out ${subjectText(error.subject)} (${captureRuleText(error.rule)}): nothing was stored`
    case 'SubjectNotFound':
      return `there is no ${subjectText(error.subject)}`
    case 'VersionNotFound':
      return `${subjectText(error.subject)} has no version ${error.version}; the latest is ${error.latest}`
    case 'NoVersionAt':
      return `${subjectText(error.subject)} had no version yet at ${error.at}`
    case 'Purged':
      return `${subjectText(error.subject)} is kept from version ${error.firstVersion} on; what was before it has been purged`
    case 'NotFound':
      return `not found: ${error.what}`
    case 'ProjectionBehind':
      return `the projections have reached position ${error.position}, not yet ${error.after}`
    case 'RebuildRunning':
      return `a rebuild of ${error.projection} is running already`
    case 'Unavailable':
    case 'Overloaded':
      return error.reason
    case 'DataFolderInUse':
      return `${error.dataDir} is owned by ${error.owner}: stop it, or send this to it (--url, for the commands that have it)`
    case 'Corrupt':
      return `stored data is damaged${error.stream === undefined ? '' : ` in ${error.stream}`}${error.revision === undefined ? '' : ` at revision ${error.revision}`}: ${error.detail}`
  }
}

const subjectText = ({ type, id }: { readonly type: string; readonly id: string }): string => `${type}/${id}`
