import type { ActivityQuery, FacetsQuery, StatsQuery } from '../../../src/ports/read-models.js'
import { seededRandom } from '../random.js'
import { scaleValues } from './scale-events.js'
import { drawOf, feedShapes, facetShapes, statsShapes } from './shapes.js'
import type { Draw, Shape } from './shapes.js'

export const classes = ['feed', 'stats', 'facets'] as const
/** The kinds of questions, each with times of its own. */
export type QuestionClass = (typeof classes)[number]

export type Query =
  | { readonly kind: 'feed'; readonly query: ActivityQuery }
  | { readonly kind: 'stats'; readonly query: StatsQuery }
  | { readonly kind: 'facets'; readonly query: FacetsQuery }

export type Question = Query & { readonly shape: string; readonly instance: number }

export const shapes: readonly Shape[] = [...feedShapes, ...statsShapes, ...facetShapes]

/**
 * Instances of all shapes in a random order, the same for the same numbers. Every other one is asked in the largest tenant, which has a sixth of all
 * events; the others in any tenant.
 */
export const questionsOf = (events: number, first: number, count: number): readonly Question[] => {
  const questions = shapes.flatMap((shape, place) =>
    Array.from({ length: count }, (_, i) => {
      const instance = first + i
      const draw = drawOf(events, place * 100_003 + instance)
      const tenant = instance % 2 === 0 ? scaleValues.tenant(0) : draw.any('tenant')
      return { ...asked(shape, draw, tenant), shape: shape.name, instance }
    }),
  )
  return shuffled(questions, seededRandom(events + first))
}

const asked = (shape: Shape, draw: Draw, tenant: string): Query => {
  switch (shape.kind) {
    case 'feed':
      return { kind: 'feed', query: { ...shape.make(draw), tenant } }
    case 'stats':
      return { kind: 'stats', query: { ...shape.make(draw), tenant } }
    case 'facets':
      return { kind: 'facets', query: { ...shape.make(draw), tenant } }
  }
}

const shuffled = <A>(values: readonly A[], next: () => number): readonly A[] => {
  const mixed = [...values]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[mixed[i], mixed[j]] = [mixed[j] as A, mixed[i] as A]
  }
  return mixed
}
