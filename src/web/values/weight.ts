import type { Json } from '../../domain/json.js'

/** How many values there are in one, itself included; counted no further than `bound`. */
export const weight = (value: Json, bound: number): number => {
  let count = 0
  const waiting: Json[] = [value]
  while (waiting.length > 0 && count < bound) {
    const next = waiting.pop() as Json
    count += 1
    if (typeof next !== 'object' || next === null) continue
    const children = Object.values(next) as readonly Json[]
    if (waiting.length + count + children.length >= bound) return bound
    waiting.push(...children)
  }
  return count
}
