import type { JSX } from 'preact'
import type { CallsAnswer, CallsItem } from '../../ports/read-models.js'
import { ask } from '../api/request.js'
import { Answered } from '../parts/answered.js'
import { compact, count, counted, duration, share } from '../parts/numbers.js'
import { useAnswer } from '../parts/use-answer.js'
import { feedLink } from '../query/feed-link.js'
import { literal } from '../query/query.js'
import type { Period } from './range.js'

const shown = 50

export const CallsTable = ({ period }: { readonly period: Period }): JSX.Element => {
  const [answer, retry] = useAnswer(
    (signal) => ask<CallsAnswer>('/v1/calls', { since: period.since, limit: shown }, { signal }),
    period,
    period.preset.id,
  )
  return (
    <section class="card wide calls" aria-labelledby="calls-title">
      <h2 id="calls-title">Calls by service and operation</h2>
      <Answered answer={answer} retry={retry} what="calls" lines={6}>
        {({ items, total, truncated }, { since }) =>
          items.length === 0 ? (
            <p class="soft">
              No calls in this time. An activity with a <code>call</code> (service, operation, duration) shows here with
              how long it took.
            </p>
          ) : (
            <>
              <div class="scroller" role="region" aria-label="Calls" tabIndex={0}>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Service and operation</th>
                      <th scope="col">Direction</th>
                      <th scope="col" class="number">
                        Calls
                      </th>
                      <th scope="col" class="number">
                        Failed
                      </th>
                      {['p50', 'p95', 'p99'].map((name) => (
                        <th key={name} scope="col" class="number">
                          {name}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((item) => (
                      <Row
                        key={JSON.stringify([item.direction, item.service, item.operation])}
                        item={item}
                        since={since}
                      />
                    ))}
                  </tbody>
                </table>
              </div>
              <p class="soft small">
                {counted(total, 'call')}, in whole days of UTC{truncated === true ? `; the ${shown} most frequent` : ''}
                . A percentile is an upper bound, at most a quarter above the time itself.
              </p>
            </>
          )
        }
      </Answered>
    </section>
  )
}

const Row = ({ item, since }: { readonly item: CallsItem; readonly since: string | undefined }): JSX.Element => {
  const { direction, service, operation, count: calls, errors, lastVerb, duration: took } = item
  const day = since === undefined ? undefined : `${since.slice(0, 10)}T00:00:00.000Z`
  const events = { verb: literal(lastVerb), kind: 'activity', since: day }
  return (
    <tr>
      <th scope="row">
        <a href={feedLink(events)} title={`Events with the verb ${lastVerb}`}>
          <bdi>{service}</bdi> <bdi class="operation">{operation}</bdi>
        </a>
      </th>
      <td>{direction === 'in' ? 'served' : 'made'}</td>
      <td class="number" title={count(calls)}>
        {compact(calls)}
      </td>
      <td class="number">
        {errors === 0 ? (
          '0'
        ) : (
          <a class="failed" href={feedLink({ ...events, outcome: 'failure' })}>
            {compact(errors)} ({share(errors, calls)})
          </a>
        )}
      </td>
      {[took?.p50, took?.p95, took?.p99].map((ms, n) => (
        <td key={n} class="number">
          {ms === undefined ? '–' : duration(ms)}
        </td>
      ))}
    </tr>
  )
}
