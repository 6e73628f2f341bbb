import type { ComponentChildren, JSX } from 'preact'
import { bytes, compact, count, counted } from '../parts/numbers.js'
import { Time } from '../parts/time.js'
import { RateChart } from './rate-chart.js'
import type { MinuteOfWrites, Status, StoreStatus } from './shapes.js'

export const StoreFigures = ({ status: { engine, startedAt, minutes, store } }: { readonly status: Status }) => (
  <>
    <dl class="figures">
      <Figure name="Log">{engine === 'embedded' ? 'Embedded' : 'EventStoreDB'}</Figure>
      <Figure name="Open since">
        <Time at={startedAt} />
      </Figure>
      <Figure name="Stored, last hour">{compact(sumOf(minutes, 'stored'))}</Figure>
      <Figure name="Refused, last hour">{compact(sumOf(minutes, 'refused'))}</Figure>
      {store !== undefined && (
        <>
          <Figure name="Appends">
            <span class={`state ${store.log.ready ? 'live' : 'failed'}`}>
              {store.log.ready ? 'taken' : 'not taken'}
            </span>
          </Figure>
          <Figure name="End of the log">{store.log.position < 0 ? 'empty' : count(store.log.position)}</Figure>
          <Figure name="Waiting for the disk">
            {count(store.log.queuedEvents)} <span class="soft small">{bytes(store.log.queuedBytes)}</span>
          </Figure>
        </>
      )}
    </dl>
    <div class="cards">
      <RateChart minutes={minutes} />
      {store === undefined ? (
        <section class="card" aria-labelledby="sizes-title">
          <h2 id="sizes-title">Sizes</h2>
          <p class="soft">
            Of all tenants together: a token with the permission <code>metrics</code> is needed.
          </p>
        </section>
      ) : (
        <Sizes store={store} />
      )}
    </div>
  </>
)

const Figure = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

const sumOf = (minutes: readonly MinuteOfWrites[], key: 'stored' | 'refused'): number =>
  minutes.reduce((sum, minute) => sum + minute[key], 0)

const files: readonly (readonly [name: string, kinds: readonly string[]])[] = [
  ['The log', ['log', 'log_wal']],
  ['Ids of the log', ['ids', 'ids_wal']],
  ['Read models', ['read_models', 'read_models_wal']],
  ['Snapshots', ['snapshots', 'snapshots_wal']],
  ['Answers to keys', ['answers', 'answers_wal']],
]

const Sizes = ({ store: { files: sizes, feedIndex } }: { readonly store: StoreStatus }): JSX.Element => (
  <section class="card" aria-labelledby="sizes-title">
    <h2 id="sizes-title">Sizes</h2>
    <table>
      <tbody>
        {files.map(([name, [file = '', wal = '']]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="number">{bytes((sizes[file] ?? 0) + (sizes[wal] ?? 0))}</td>
          </tr>
        ))}
        {feedIndex !== undefined && (
          <tr>
            <th scope="row">
              Feed index <span class="soft small">within the read models</span>
            </th>
            <td class="number">
              {bytes(feedIndex.bytes)}{' '}
              <span class="soft small">
                {counted(feedIndex.rows, 'row')}, {counted(feedIndex.segments, 'segment')}
              </span>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  </section>
)
