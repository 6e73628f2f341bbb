import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ProblemError } from '../api/problem.js'
import { ask } from '../api/request.js'
import type { Page } from '../api/shapes.js'
import { shownOf, useAnswer } from '../parts/use-answer.js'
import type { FilterField } from '../query/fields.js'
import { hasTerm, literal, termsOf, withTerm, withoutField, withoutTerm } from '../query/query.js'
import { actorNames } from './actor-names.js'
import { parametersAt, query, showQuery, view } from './view.js'

const groups: readonly { readonly field: FilterField; readonly title: string }[] = [
  { field: 'outcome', title: 'Outcome' },
  { field: 'verb', title: 'Verb' },
  { field: 'actorId', title: 'Actor' },
  { field: 'channel', title: 'Channel' },
  { field: 'subjectType', title: 'Subject type' },
]

const few = 6
const many = 50

export const Facets = ({ recount }: { readonly recount: number }): JSX.Element => (
  <section class="facets" aria-label="Filters">
    {groups.map(({ field, title }) => (
      <Facet key={field} field={field} title={title} recount={recount} />
    ))}
  </section>
)

interface Value {
  readonly value: string
  readonly count: number
}

interface FacetProps {
  readonly field: FilterField
  readonly title: string
  readonly recount: number
}

/** The values of one field, counted by the filter without this field: what each would give beside those that are chosen. */
const Facet = ({ field, title, recount }: FacetProps): JSX.Element => {
  const [limit, setLimit] = useState(few)
  const [answer] = useAnswer(
    (signal) => {
      const parameters = parametersAt(withoutField(view.value.query, field))
      parameters.set('limit', String(limit))
      return ask<Page<Value>>(`/v1/facets/${field}`, parameters, { signal })
    },
    { key: view.value.key, limit, recount },
    view.value.key,
  )
  const shown = shownOf(answer)
  const page = shown?.value
  const counted = page?.items ?? []
  const chosen = termsOf(query.value)
    .filter((term) => term.field === field)
    .map(({ value }) => value)
    .filter((value) => !counted.some((one) => literal(one.value) === value))
  return (
    <div class="facet">
      <h2 id={`facet-${field}`}>{title}</h2>
      <ul aria-labelledby={`facet-${field}`} aria-busy={answer._tag === 'Loading'}>
        {chosen.map((value) => (
          <FacetValue key={`chosen ${value}`} field={field} pattern={value} text={value} count={undefined} />
        ))}
        {counted.map(({ value, count }) => (
          <FacetValue
            key={value}
            field={field}
            pattern={literal(value)}
            text={field === 'actorId' ? (actorNames.of(value) ?? value) : value}
            // How often it is with another filter says nothing about this one.
            count={shown?.isOutdated === false ? count : undefined}
          />
        ))}
      </ul>
      {page === undefined && answer._tag === 'Loading' && <p class="facet-note">…</p>}
      {answer._tag === 'Failed' && <p class="facet-note">{whyNot(answer.error)}</p>}
      {page !== undefined && counted.length + chosen.length === 0 && answer._tag !== 'Failed' && (
        <p class="facet-note">None</p>
      )}
      {(limit === many || typeof page?.next === 'string') && (
        <button type="button" class="quiet facet-more" onClick={() => setLimit(limit === few ? many : few)}>
          {limit === few ? 'More' : 'Fewer'}
          <span class="visually-hidden"> values of {title}</span>
        </button>
      )}
    </div>
  )
}

interface FacetValueProps {
  readonly field: FilterField
  readonly pattern: string
  readonly text: string
  readonly count: number | undefined
}

const FacetValue = ({ field, pattern, text, count }: FacetValueProps): JSX.Element => {
  const wanted = { field, negated: false, value: pattern }
  const unwanted = { ...wanted, negated: true }
  const [isWanted, isUnwanted] = [hasTerm(query.value, wanted), hasTerm(query.value, unwanted)]
  const toggle = (term: typeof wanted, isThere: boolean): void =>
    showQuery(isThere ? withoutTerm(query.value, term) : withTerm(query.value, term))
  return (
    <li class={`facet-value${isWanted ? ' wanted' : ''}${isUnwanted ? ' unwanted' : ''}`}>
      <button type="button" class="facet-choose" aria-pressed={isWanted} onClick={() => toggle(wanted, isWanted)}>
        <span class="facet-text" title={text}>
          <bdi>{text}</bdi>
        </span>
        {count !== undefined && <span class="facet-count">{count.toLocaleString()}</span>}
      </button>
      <button
        type="button"
        class="facet-leave"
        aria-pressed={isUnwanted}
        title="Leave out"
        onClick={() => toggle(unwanted, isUnwanted)}
      >
        <span aria-hidden="true">−</span>
        <span class="visually-hidden">
          Leave out <bdi>{text}</bdi>
        </span>
      </button>
    </li>
  )
}

const whyNot = (error: unknown): string =>
  error instanceof ProblemError && error.problem.status === 400
    ? 'Too many to be counted. Choose a shorter time.'
    : 'Not counted: the server did not answer.'
