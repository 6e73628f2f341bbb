import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { may } from '../api/credential.js'
import { send } from '../api/request.js'
import { ProblemError } from '../api/problem.js'
import { count, duration } from '../parts/numbers.js'
import { Time } from '../parts/time.js'
import type { ProjectionStatus } from './shapes.js'

const states: Readonly<Record<ProjectionStatus['state'], string>> = {
  live: 'Live',
  'catching-up': 'Catching up',
  rebuilding: 'Rebuilding',
  failed: 'Failed',
}

/** How far each read model is, and a way to build it anew. */
export const Projections = ({
  items,
  onRebuild,
}: {
  readonly items: readonly ProjectionStatus[]
  readonly onRebuild: () => void
}): JSX.Element => {
  const dialog = useRef<HTMLDialogElement>(null)
  const [asked, setAsked] = useState('')
  const [said, setSaid] = useState('')
  const rebuild = async (): Promise<void> => {
    try {
      await send(`/v1/projections/${encodeURIComponent(asked)}/rebuild`, {}, { method: 'POST' })
      setSaid(`The rebuild of ${asked} has begun.`)
    } catch (error) {
      setSaid(reasonOf(error, asked))
    }
    onRebuild()
  }
  const mayRebuild = may('admin')
  const isBusy = items.some(({ state }) => state === 'rebuilding')
  return (
    <section class="card" aria-labelledby="projections-title">
      <div class="card-head">
        <h2 id="projections-title">Projections</h2>
        <p role="status" class="soft">
          {mayRebuild ? said : 'To rebuild one the permission admin is needed.'}
        </p>
      </div>
      <div class="scroller" role="region" aria-label="Table of projections" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">State</th>
              <th scope="col" class="number">
                Position
              </th>
              <th scope="col" class="number">
                Lag
              </th>
              <th scope="col" class="number">
                Undecodable
              </th>
              <th scope="col">Last rebuild</th>
              <th scope="col">
                <span class="visually-hidden">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.name}>
                <th scope="row">
                  <bdi>{item.name}</bdi> <span class="soft small">version {item.version}</span>
                </th>
                <td>
                  <State item={item} />
                </td>
                <td class="number">{item.position === '-1' ? '–' : count(Number(item.position))}</td>
                <td class="number">{count(item.lag)}</td>
                <td class="number">{count(item.undecodable)}</td>
                <td>
                  <LastRebuild item={item} />
                </td>
                <td class="number">
                  {mayRebuild && (
                    <button
                      type="button"
                      disabled={isBusy}
                      aria-label={`Rebuild ${item.name}`}
                      onClick={() => {
                        setAsked(item.name)
                        dialog.current?.showModal()
                      }}
                    >
                      Rebuild
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dialog
        ref={dialog}
        aria-labelledby="rebuild-title"
        onClose={() => {
          if (dialog.current?.returnValue === 'rebuild') void rebuild()
          if (dialog.current !== null) dialog.current.returnValue = ''
        }}
      >
        <h2 id="rebuild-title">
          Rebuild <bdi>{asked}</bdi>?
        </h2>
        <p>
          Its rows are built anew from the whole log, beside the present ones, which stay readable. Both are compared,
          then the new ones take their place. It reads every event of every tenant, which takes a while on a large log.
        </p>
        <form method="dialog" class="dialog-buttons">
          <button type="submit" value="">
            Cancel
          </button>
          <button type="submit" value="rebuild" class="primary">
            Rebuild
          </button>
        </form>
      </dialog>
    </section>
  )
}

const State = ({ item: { name, state, rebuild, error } }: { readonly item: ProjectionStatus }): JSX.Element => (
  <>
    <span class={`state ${state}`}>{states[state]}</span>
    {rebuild !== undefined && (
      <span class="progress">
        <progress max={1} value={rebuild.fraction} aria-label={`Rebuild of ${name}`} />
        {Math.floor(rebuild.fraction * 100)} %
      </span>
    )}
    {error !== undefined && (
      <span class="reason">
        <bdi>{error}</bdi>
      </span>
    )}
  </>
)

const LastRebuild = ({ item: { lastRebuild } }: { readonly item: ProjectionStatus }): JSX.Element => {
  if (lastRebuild === undefined) return <span class="soft">none</span>
  const { finishedAt, rows, differences, durationMs } = lastRebuild
  return (
    <>
      <Time at={finishedAt} />, {count(rows)} rows in {duration(Math.ceil(durationMs))},{' '}
      <span class={differences === 0 ? undefined : 'reason'}>
        {differences === 0 ? 'no difference' : `${count(differences)} differences`}
      </span>
    </>
  )
}

const reasonOf = (error: unknown, name: string): string => {
  if (!(error instanceof ProblemError)) return String(error)
  return `${name} is not rebuilt: ${error.message}`
}
