import type { ComponentChildren, JSX } from 'preact'
import { ProblemError } from '../api/problem.js'

/** Where there is nothing to show: what would be here, and how to get there. */
export const Empty = ({
  title,
  children,
}: {
  readonly title: string
  readonly children?: ComponentChildren
}): JSX.Element => (
  <section class="notice">
    <h2>{title}</h2>
    {children}
  </section>
)

/** An error, said once to whoever cannot see it, with a way to try again where there is one. */
export const Failure = ({
  error,
  onRetry,
}: {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}): JSX.Element => {
  const problem = error instanceof ProblemError ? error.problem : undefined
  return (
    <section class="notice failure" role="alert">
      <h2>{problem?.title ?? 'Something went wrong'}</h2>
      <p>{problem === undefined ? String(error) : problem.detail}</p>
      {problem !== undefined && problem.errors.length > 0 && (
        <ul>
          {problem.errors.map(({ field, message }) => (
            <li key={field}>
              <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </section>
  )
}

/** Keeps the place of what is being loaded, so that nothing jumps when it comes. */
export const Loading = ({ lines = 6, what }: { readonly lines?: number; readonly what: string }): JSX.Element => (
  <div class="loading" role="status" aria-label={`Loading ${what}`}>
    {Array.from({ length: lines }, (_, line) => (
      <span key={line} class="loading-line" />
    ))}
  </div>
)
