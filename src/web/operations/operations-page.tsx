import type { JSX } from 'preact'
import { may } from '../api/credential.js'
import { ask } from '../api/request.js'
import { ProblemError } from '../api/problem.js'
import type { Page } from '../api/shapes.js'
import { Answered } from '../parts/answered.js'
import { usePolled } from '../parts/use-polled.js'
import '../styles/cards.css'
import './operations.css'
import { Projections } from './projections.js'
import { Refusals } from './refusals.js'
import type { ProjectionStatus, Status } from './shapes.js'
import { StoreFigures } from './store-figures.js'
import { Undecodable } from './undecodable.js'

const usualMs = 5_000
/** While something is on its way that one waits for. */
const busyMs = 500

export const OperationsPage = (): JSX.Element => {
  const [projections, askProjections] = usePolled(loadProjections, (last) =>
    last?.some(({ state }) => state === 'rebuilding' || state === 'catching-up') === true ? busyMs : usualMs,
  )
  const [status, askStatus] = usePolled(loadStatus, () => usualMs)
  return (
    <div class="operations">
      <h1>Operations</h1>
      <Answered answer={status} retry={askStatus} what="the store's figures" lines={4}>
        {(value) => (value === null ? <NotAllowed /> : <StoreFigures status={value} />)}
      </Answered>
      <Answered answer={projections} retry={askProjections} what="projections" lines={7}>
        {(items) => (
          <>
            <Projections items={items} onRebuild={askProjections} />
            <Undecodable items={items} />
          </>
        )}
      </Answered>
      {/* Why there is no answer stands above already. */}
      {status._tag !== 'Failed' && (
        <Answered answer={status} retry={askStatus} what="refusals" lines={4}>
          {(value) => (value === null ? null : <Refusals items={value.refusals} startedAt={value.startedAt} />)}
        </Answered>
      )}
    </div>
  )
}

const loadProjections = async (signal: AbortSignal): Promise<readonly ProjectionStatus[]> =>
  (await ask<Page<ProjectionStatus>>('/v1/projections', { limit: 1_000 }, { signal })).items

/** Null where the credential must not know it: how far the projections are can be read all the same. */
const loadStatus = async (signal: AbortSignal): Promise<Status | null> => {
  if (!may('admin')) return null
  try {
    return await ask<Status>('/v1/status', {}, { signal })
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 403) return null
    throw error
  }
}

const NotAllowed = (): JSX.Element => (
  <p class="soft">
    Rates, refusals and sizes need a token with the permission <code>admin</code>.
  </p>
)
