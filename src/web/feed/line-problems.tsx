import type { JSX } from 'preact'
import type { LineProblem } from '../query/parse-query.js'

const most = 5

/** What is not understood, each with its place in the line. */
export const LineProblems = ({
  text,
  problems,
}: {
  readonly text: string
  readonly problems: readonly LineProblem[]
}): JSX.Element => (
  <div id="query-problems" role="alert">
    {problems.length > 0 && (
      <div class="query-problems">
        <code class="marked-line">
          <bdi>{marked(text, problems)}</bdi>
        </code>
        <ul>
          {problems.slice(0, most).map(({ from, message }) => (
            <li key={from}>{message}</li>
          ))}
        </ul>
        <p>The filter stays as it was.</p>
      </div>
    )}
  </div>
)

const marked = (text: string, problems: readonly LineProblem[]): JSX.Element[] => {
  const pieces: JSX.Element[] = []
  let at = 0
  for (const { from, to } of problems) {
    pieces.push(
      <>{text.slice(at, from)}</>,
      <mark>
        <bdi>{text.slice(from, to)}</bdi>
      </mark>,
    )
    at = to
  }
  return [...pieces, <>{text.slice(at)}</>]
}
