import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { SubjectState } from '../api/shapes.js'
import { fieldText } from '../parts/field-text.js'
import { hereWith } from '../routing/here.js'
import { navigate } from '../routing/route.js'
import { zone } from '../settings.js'
import type { By, RecordView } from './view.js'
import { fieldOfTime, parametersOf, timeOfField } from './view.js'

/** The ways to another version: a slider, a date, and two versions to compare. */
export const Travel = ({
  present,
  view,
}: {
  readonly present: SubjectState
  readonly view: RecordView
}): JSX.Element => (
  <section class="travel" aria-label="Travel in time">
    <Slider latest={present.version} view={view} />
    <ByDate view={view} />
    <TwoVersions latest={present.version} view={view} />
  </section>
)

const Slider = ({ latest, view }: { readonly latest: number; readonly view: RecordView }): JSX.Element => {
  const chosen = view._tag === 'Version' ? Math.min(view.version, latest) : latest
  const [version, setVersion] = useState(chosen)
  useEffect(() => setVersion(chosen), [chosen])
  const go = (to: number): void =>
    navigate(
      hereWith(parametersOf(to === latest ? { _tag: 'Now' } : { _tag: 'Version', version: to, restore: false })),
      'replace',
    )
  return (
    <div class="travel-slider">
      <label for="travel-version">Version</label>
      <button type="button" aria-label="Previous version" disabled={chosen <= 0} onClick={() => go(chosen - 1)}>
        ‹
      </button>
      <input
        id="travel-version"
        type="range"
        min={0}
        max={latest}
        step={1}
        value={version}
        disabled={latest === 0}
        aria-valuetext={`version ${version} of ${latest}`}
        onInput={(event) => setVersion(event.currentTarget.valueAsNumber)}
        onChange={(event) => go(event.currentTarget.valueAsNumber)}
      />
      <button type="button" aria-label="Next version" disabled={chosen >= latest} onClick={() => go(chosen + 1)}>
        ›
      </button>
      <output for="travel-version">
        {version} of {latest}
      </output>
    </div>
  )
}

const ByDate = ({ view }: { readonly view: RecordView }): JSX.Element => {
  const isUtc = zone.value === 'utc'
  const time = useRef<HTMLInputElement>(null)
  const which = useRef<HTMLSelectElement>(null)
  const [at, by]: readonly [string, By] = view._tag === 'At' ? [fieldOfTime(view.at, isUtc), view.by] : ['', 'occurred']
  // The fields say what the address says, and what is written into them stays until that changes. They are not made anew: who sends them keeps the focus.
  useEffect(() => {
    if (time.current !== null) time.current.value = at
    if (which.current !== null) which.current.value = by
  }, [at, by])
  return (
    <form
      class="travel-form"
      onSubmit={(event) => {
        event.preventDefault()
        const fields = new FormData(event.currentTarget)
        const asked = timeOfField(fieldText(fields, 'at'), isUtc)
        const askedBy: By = fields.get('by') === 'recorded' ? 'recorded' : 'occurred'
        if (asked !== undefined)
          navigate(hereWith(parametersOf({ _tag: 'At', at: asked, by: askedBy, restore: false })))
      }}
    >
      <label for="travel-at">At ({isUtc ? 'UTC' : 'local time'})</label>
      <input id="travel-at" name="at" ref={time} type="datetime-local" step={1} required />
      <select name="by" ref={which} aria-label="Which time">
        <option value="occurred">as things happened</option>
        <option value="recorded">as it was known</option>
      </select>
      <button type="submit">Go there</button>
    </form>
  )
}

const TwoVersions = ({ latest, view }: { readonly latest: number; readonly view: RecordView }): JSX.Element => {
  const [from, to] =
    view._tag === 'Compare'
      ? [view.from, view.to]
      : [view._tag === 'Version' ? view.version : Math.max(latest - 1, -1), latest]
  return (
    <form
      key={`${from} ${to}`}
      class="travel-form"
      onSubmit={(event) => {
        event.preventDefault()
        const fields = new FormData(event.currentTarget)
        const versions = { from: Number(fieldText(fields, 'from')), to: Number(fieldText(fields, 'to')) }
        navigate(hereWith(parametersOf({ _tag: 'Compare', ...versions })))
      }}
    >
      <label for="travel-from">Compare version</label>
      <input id="travel-from" name="from" type="number" min={-1} max={latest} required defaultValue={String(from)} />
      <label for="travel-to">with</label>
      <input id="travel-to" name="to" type="number" min={-1} max={latest} required defaultValue={String(to)} />
      <button type="submit">Compare</button>
    </form>
  )
}
