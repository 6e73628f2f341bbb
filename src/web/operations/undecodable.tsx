import type { JSX } from 'preact'
import type { ProjectionStatus } from '../../ports/read-models.js'
import { Facts } from '../parts/facts.js'
import { counted } from '../parts/numbers.js'

/** Events that are marked as Annals' own and cannot be read: which was the last, and why. */
export const Undecodable = ({ items }: { readonly items: readonly ProjectionStatus[] }): JSX.Element => {
  const count = Math.max(0, ...items.map(({ undecodable }) => undecodable))
  const last = items.find(({ lastUndecodable }) => lastUndecodable !== undefined)?.lastUndecodable
  return (
    <section class="card" aria-labelledby="undecodable-title">
      <h2 id="undecodable-title">Undecodable events</h2>
      {count === 0 ? (
        <p class="soft">None: every event of the log could be read.</p>
      ) : (
        <>
          <p>{counted(count, 'event is', 'events are')} left out of all read models. They stay in the log.</p>
          {last === undefined ? (
            <p class="soft">Which ones is told to the tenant whose they are, and with the permission metrics.</p>
          ) : (
            <Facts
              facts={[
                ['The last is at', last.position],
                ['in the stream', <bdi>{last.stream}</bdi>],
                ['Why', <bdi>{last.reason}</bdi>],
              ]}
            />
          )}
        </>
      )}
    </section>
  )
}
