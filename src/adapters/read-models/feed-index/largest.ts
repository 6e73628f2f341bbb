/**
 * The places of the `limit` largest counts; of equal ones, those that `compare` has first. Not in order. Few are compared: how many counts there
 * are of each size tells where the last one that is taken lies.
 */
export const largest = (
  counts: Uint32Array,
  limit: number,
  compare: (a: number, b: number) => number,
): readonly number[] => {
  const all = Array.from(counts.keys())
  if (counts.length <= limit) return all
  const least = leastTaken(counts, limit)
  const above = all.filter((place) => (counts[place] as number) > least)
  const equal = all.filter((place) => counts[place] === least)
  return [...above, ...firstOf(equal, limit - above.length, compare)]
}

const leastTaken = (counts: Uint32Array, limit: number): number => {
  let low = 0
  let high = counts.reduce((most, count) => Math.max(most, count), 0)
  // The largest count that at least `limit` of them reach.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    let reach = 0
    for (const count of counts) if (count >= middle) reach++
    if (reach >= limit) low = middle
    else high = middle - 1
  }
  return low
}

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
