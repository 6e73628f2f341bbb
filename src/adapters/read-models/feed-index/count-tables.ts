import { radixSorted } from './radix-sort.js'

/** Counts by key, a whole number from 0 on. */
export interface CountTable {
  readonly add: (key: number, count: number) => void
  /** Adds one for each of the first `size` keys. */
  readonly addEach: (keys: Float64Array, size: number) => void
  /** All that are not zero, in the order of the keys. */
  readonly sorted: () => Counted
}

export interface Counted {
  readonly keys: Float64Array | Uint32Array
  readonly counts: Uint32Array
}

/** A cell for each key below `size`. */
export const cellTable = (size: number): CountTable => {
  const cells = new Uint32Array(size)
  return {
    add: (key, count) => {
      cells[key] = (cells[key] as number) + count
    },
    addEach: (keys, size) => {
      for (let i = 0; i < size; i++) {
        const key = keys[i] as number
        cells[key] = (cells[key] as number) + 1
      }
    },
    sorted: () => {
      let size = 0
      for (let key = 0; key < cells.length; key++) if (cells[key] !== 0) size++
      const keys = new Float64Array(size)
      const counts = new Uint32Array(size)
      let at = 0
      for (let key = 0; at < size; key++) {
        const count = cells[key] as number
        if (count === 0) continue
        keys[at] = key
        counts[at++] = count
      }
      return { keys, counts }
    },
  }
}

/** Keys below 2^32 and a sum of counts of `most` at most: puts the keys in order, which takes a third of the time of finding a place for each. */
export const sortingTable = (most: number): CountTable => {
  const added = new Uint32Array(most)
  let size = 0

  return {
    add: (key, count) => {
      added.fill(key, size, size + count)
      size += count
    },
    addEach: (keys, upTo) => {
      for (let i = 0; i < upTo; i++) added[size + i] = keys[i] as number
      size += upTo
    },
    sorted: () => {
      const inOrder = radixSorted(added.subarray(0, size))
      let distinct = 0
      for (let i = 0; i < size; i++) if (i === 0 || inOrder[i] !== inOrder[i - 1]) distinct++
      const [keys, counts] = [new Uint32Array(distinct), new Uint32Array(distinct)]
      let at = -1
      for (let i = 0; i < size; i++) {
        const key = inOrder[i] as number
        if (at < 0 || keys[at] !== key) keys[++at] = key
        counts[at] = (counts[at] as number) + 1
      }
      return { keys, counts }
    },
  }
}

/** Any keys and counts. Open addressing: about a tenth of what a Map takes for the same. */
export const hashTable = (): CountTable => {
  let bits = 10
  let keys = new Float64Array(2 ** bits).fill(-1)
  let counts = new Uint32Array(2 ** bits)
  let size = 0

  const placeOf = (key: number): number => {
    const mask = keys.length - 1
    let place = Math.imul((key | 0) ^ Math.imul((key / 4_294_967_296) | 0, 31), 0x9e3779b1) >>> (32 - bits)
    while (keys[place] !== -1 && keys[place] !== key) place = (place + 1) & mask
    return place
  }

  const grow = (): void => {
    const [oldKeys, oldCounts] = [keys, counts]
    bits++
    keys = new Float64Array(2 ** bits).fill(-1)
    counts = new Uint32Array(2 ** bits)
    for (let i = 0; i < oldKeys.length; i++) {
      const key = oldKeys[i] as number
      if (key === -1) continue
      const place = placeOf(key)
      keys[place] = key
      counts[place] = oldCounts[i] as number
    }
  }

  const add = (key: number, count: number): void => {
    let place = placeOf(key)
    if (keys[place] === -1) {
      if (++size > keys.length / 2) {
        grow()
        place = placeOf(key)
      }
      keys[place] = key
    }
    counts[place] = (counts[place] as number) + count
  }

  return {
    add,
    addEach: (added, upTo) => {
      for (let i = 0; i < upTo; i++) add(added[i] as number, 1)
    },
    sorted: () => {
      const found = keys.filter((key) => key !== -1).sort()
      const their = new Uint32Array(found.length)
      for (let i = 0; i < found.length; i++) their[i] = counts[placeOf(found[i] as number)] as number
      return { keys: found, counts: their }
    },
  }
}
