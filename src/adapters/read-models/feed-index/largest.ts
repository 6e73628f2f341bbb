/**
 * The places of the `limit` largest counts; of equal ones, those that `compare` has first. Not in order. Few are compared: how many counts there
 * are of each size tells where the last one that is taken lies.
 */
export const largest = (
  counts: Uint32Array,
  limit: number,
  compare: (a: number, b: number) => number,
): readonly number[] => {
  if (counts.length <= limit) return Array.from(counts.keys())
  const least = leastTaken(counts, limit)
  const above: number[] = []
  const equal: number[] = []
  for (let place = 0; place < counts.length; place++) {
    const count = counts[place] as number
    if (count > least) above.push(place)
    else if (count === least) equal.push(place)
  }
  return [...above, ...firstOf(equal, limit - above.length, compare)]
}

/** The largest count that at least `limit` of them reach. */
const leastTaken = (counts: Uint32Array, limit: number): number => {
  const sizes = new Uint32Array(maxSizes)
  for (let i = 0; i < counts.length; i++) {
    const size = Math.min(counts[i] as number, maxSizes - 1)
    sizes[size] = (sizes[size] as number) + 1
  }
  let reach = 0
  for (let size = maxSizes - 1; size >= 0; size--) {
    reach += sizes[size] as number
    if (reach >= limit) return size < maxSizes - 1 ? size : (counts.slice().sort().at(-limit) ?? 0)
  }
  return 0
}

const maxSizes = 4_096

/** The first `wanted` in an order, by quickselect. */
const firstOf = <A>(items: A[], wanted: number, compare: (a: A, b: A) => number): readonly A[] => {
  let low = 0
  let high = items.length - 1
  while (low < high) {
    const pivot = items[(low + high) >>> 1] as A
    let i = low
    let j = high
    while (i <= j) {
      while (compare(items[i] as A, pivot) < 0) i++
      while (compare(items[j] as A, pivot) > 0) j--
      if (i > j) break
      ;[items[i], items[j]] = [items[j] as A, items[i] as A]
      i++
      j--
    }
    if (wanted - 1 <= j) high = j
    else if (wanted - 1 >= i) low = i
    else break
  }
  return items.slice(0, wanted)
}
